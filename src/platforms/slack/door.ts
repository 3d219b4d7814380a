import type { Server } from "node:http";
import { HTTPReceiver, SocketModeReceiver, type webApi } from "@slack/bolt";
import type { SlackOptions } from "./adapter.ts";
import { boltLogger } from "./bolt-log.ts";
import { atMost } from "./calls.ts";
import { SocketLink } from "./socket.ts";

/** Longest wait for requests that are being acknowledged, in ms. */
const closeTimeout = 1_000;

/** Where commands and presses come in. */
export type Door = { close(): Promise<void> } & (
  | { readonly kind: "socket"; readonly receiver: SocketModeReceiver; readonly link: SocketLink }
  | { readonly kind: "http"; readonly receiver: HTTPReceiver; listen(): Promise<void> }
);

export function createDoor(
  { mode, routes, log }: SlackOptions,
  calls: webApi.WebClientOptions,
  onState: (state: "ready" | "failed") => void,
): Door {
  const logger = boltLogger(log);
  if (mode.kind === "socket") {
    const receiver = new SocketModeReceiver({
      appToken: mode.appToken,
      logger,
      autoReconnectEnabled: false,
      installerOptions: { clientOptions: { ...calls } },
    });
    const link = new SocketLink(receiver.client, log, onState);
    return { kind: "socket", receiver, link, close: () => link.close() };
  }
  const receiver = new HTTPReceiver({
    signingSecret: mode.signingSecret,
    logger,
    ...(routes && { customRoutes: routes }),
  });
  let server: Server | undefined;
  return {
    kind: "http",
    receiver,
    async listen() {
      server ??= (await receiver.start(mode.port)) as Server;
    },
    async close() {
      if (!server?.listening) return;
      const closed = new Promise((resolve) => server?.close(resolve));
      await atMost(closeTimeout, closed);
      server.closeAllConnections();
      await closed;
    },
  };
}
