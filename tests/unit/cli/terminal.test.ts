import { Terminal } from "../../../cli/terminal";

function newTerminal(isTTY: boolean) {
  const written: string[] = [];
  const stream = (name: string) => ({ isTTY, write: (text: string) => written.push(`${name} ${text}`) });
  return { terminal: new Terminal(stream("out"), stream("err")), written };
}

test("secrets are masked that are read only later", () => {
  const { terminal } = newTerminal(false);
  const secrets: string[] = [];
  terminal.hide(() => secrets);
  expect(terminal.safe("could not reach https://a.example/5f2b8c77")).toContain("5f2b8c77");
  secrets.push("https://a.example/5f2b8c77");
  expect(terminal.safe("could not reach https://a.example/5f2b8c77")).toBe(
    "could not reach https://a.example/[secret]",
  );
});

test("a text from outside is one line without control characters", () => {
  expect(newTerminal(false).terminal.safe("a\n\u001b[31mb")).toBe("a [31mb");
});

test("progress is shown on terminals alone, and cleared before anything else", () => {
  const { terminal, written } = newTerminal(true);
  terminal.progress("1 of 2");
  terminal.print("done");
  expect(written).toEqual(["err \r\u001b[K1 of 2", "err \r\u001b[K", "out done\n"]);
  const plain = newTerminal(false);
  plain.terminal.progress("1 of 2");
  plain.terminal.print("done");
  expect(plain.written).toEqual(["out done\n"]);
});
