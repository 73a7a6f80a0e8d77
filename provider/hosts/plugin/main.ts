#!/usr/bin/env node
import { Server, ServerCredentials } from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";

import { ENGINE } from "../engine-log";
import { SiblingProcesses } from "../sibling-processes";
import { endWithEngine } from "../signals";
import { Service } from "./service";

/** As much as the engine takes itself. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;

const server = new Server({ "grpc.max_receive_message_length": LARGEST_MESSAGE });
const siblings = ENGINE === undefined ? undefined : new SiblingProcesses(ENGINE);
server.addService(ResourceProviderService, new Service(siblings).calls);
server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) => {
  if (error !== null) throw error;
  endWithEngine();
  // The engine reads where to call.
  process.stdout.write(`${port}\n`);
});
