import { testLifeCycles } from "./life-cycle";

testLifeCycles("dynamic provider");
