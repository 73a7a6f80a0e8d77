export { provider } from "./hosts/dynamic";
