import { testLifeCycles } from "../life-cycle";

testLifeCycles("plugin");
