// A client of the API as a TypeScript program has it: types from openapi-typescript, requests by openapi-fetch.
// It type-checks against the committed document, and then runs against a portal. It prints what it learned as JSON.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { env: Record<string, string | undefined> };

const client = createClient<paths>({
  baseUrl: process.env["PORTAL"] ?? "",
  headers: { Authorization: `Bearer ${process.env["TOKEN"]}` },
});

function present<T>(data: T | undefined, error: { code: string; detail: string } | undefined): T {
  if (data === undefined) {
    throw new Error(`refused: ${error?.code} ${error?.detail}`);
  }
  return data;
}

const registered = await client.POST("/api/v1/things", { body: { name: "typed-1", type: "pump", attributes: { site: "north" } } });
const thing: components["schemas"]["ThingAnswer"] = present(registered.data, registered.error);

const issued = await client.POST("/api/v1/things/{name}/certificates", {
  params: { path: { name: thing.name }, header: { "Idempotency-Key": "typed-1" } },
  body: {},
});
const certificate = present(issued.data, issued.error);
const privateKey: string | null | undefined = certificate.privateKeyPem;

const listed = await client.GET("/api/v1/things", { params: { query: { q: "typed-1", limit: 10 } } });
const page = present(listed.data, listed.error);

// A dry run answers another shape than the revocation itself.
const planned = await client.POST("/api/v1/certificates/{id}/revoke", {
  params: { path: { id: certificate.id } },
  body: { dryRun: true },
});
const plan = present(planned.data, planned.error);
const ended = "certificates" in plan ? plan.certificates : -1;

// Values are unions of literals. This switch compiles only because it has a case for each of them.
function advise(status: components["schemas"]["CertificateStatus"]): string {
  switch (status) {
    case "active":
      return "in use";
    case "pendingActivation":
      return "wait";
    case "inactive":
      return "release it";
    case "revoked":
      return "issue another";
  }
}

const active = await client.GET("/api/v1/certificates", { params: { query: { status: "active", sort: "expires", thing: thing.name } } });
const advice = present(active.data, active.error).items.map((item) => advise(item.status));

const missing = await client.GET("/api/v1/things/{name}", { params: { path: { name: "nobody" } } });
const code = missing.error?.code;

// The codes of an operation are a closed list.
// @ts-expect-error This operation has no such code.
const impossible = code === "wave-ended";

// What the document does not have does not type-check.
function neverCalled() {
  // @ts-expect-error There is no such operation.
  void client.GET("/api/v1/gadgets");
  // @ts-expect-error The name is text.
  void client.POST("/api/v1/things", { body: { name: 5 } });
  // @ts-expect-error There is no such query parameter.
  void client.GET("/api/v1/things", { params: { query: { stauts: "active" } } });
  // @ts-expect-error There is no such status.
  void client.GET("/api/v1/certificates", { params: { query: { status: "actif" } } });
  // @ts-expect-error There is no such role.
  void client.POST("/api/v1/tokens", { body: { name: "t", role: "root" } });
  // @ts-expect-error There is no such order.
  void client.GET("/api/v1/things", { params: { query: { sort: "-colour" } } });
  // @ts-expect-error There is no such reason.
  void client.POST("/api/v1/certificates/{id}/revoke", { params: { path: { id: "" } }, body: { reason: "boredom" } });
  // @ts-expect-error A Thing has no such field.
  void thing.colour;
}
void neverCalled;

console.log(
  JSON.stringify({
    thing: thing.name,
    version: thing.version,
    hasPrivateKey: privateKey?.startsWith("-----BEGIN PRIVATE KEY-----") ?? false,
    found: page.items.map((item) => item.name),
    advice,
    ended,
    code,
    impossible,
  }),
);
