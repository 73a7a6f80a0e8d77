import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { adminRoutes } from "./admin";
import type { Behaviour } from "./behaviour";
import type { AuthTokens } from "./canary/auth-tokens";
import { canaryRoutes } from "./canary/routes";
import { coralogixRoutes } from "./coralogix/routes";
import type { EmulatorState } from "./state";
import type { World } from "./world/world";

/** Serves the APIs of a world, and the emulator's own calls, on one loopback port. */
export class Server {
  private readonly app: FastifyInstance;

  private constructor(app: FastifyInstance) {
    this.app = app;
  }

  /** Rejects when the port is taken. */
  static async listen(port: number, world: World<EmulatorState, Behaviour>, authTokens: AuthTokens): Promise<Server> {
    const app = Fastify({
      bodyLimit: 64 * 1024 * 1024,
      exposeHeadRoutes: false,
      forceCloseConnections: true,
      keepAliveTimeout: 120_000,
      routerOptions: { ignoreTrailingSlash: true },
    });
    await app.register((scope) => canaryRoutes(scope, world, authTokens));
    await app.register((scope, _options, done) => {
      coralogixRoutes(scope, world);
      done();
    });
    await app.register((scope, _options, done) => {
      adminRoutes(scope, world, authTokens.admin);
      done();
    });
    app.setNotFoundHandler((request, reply) => {
      world.recorder.record(request, "unknown", "").status = 404;
      reply.code(404).send({ message: `No such call: ${request.method} ${request.url}` });
    });
    await app.listen({ host: "127.0.0.1", port });
    return new Server(app);
  }

  get port(): number {
    return (this.app.server.address() as AddressInfo).port;
  }

  /** Closes every connection at once. */
  async close(): Promise<void> {
    await this.app.close();
  }
}
