// A real OpenID Connect provider on the loopback, with people who do not exist: node provider.mjs FILE
// FILE is JSON: {"client_id", "client_secret", "back": [addresses], "people": {"login": {claims…, "acr"}}}.
// Says its address on the first line; ends when its standard input does.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { generateKeyPairSync } from "node:crypto";
import Provider from "oidc-provider";

const told = JSON.parse(readFileSync(process.argv[2], "utf8"));
const CLAIMS = ["name", "birthdate", "personal_number", "acr"];
const key = generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey.export({ format: "jwk" });

const server = createServer();
server.listen(Number(process.env.PORT || 0), "127.0.0.1", () => {
  const issuer = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: told.client_id, client_secret: told.client_secret, redirect_uris: told.back }],
    claims: { openid: ["sub"], profile: CLAIMS, acr: null },
    acrValues: ["muc-1", "muc-2"],
    pkce: { required: () => true },
    jwks: { keys: [{ ...key, use: "sig", alg: "RS256", kid: "mot" }] },
    cookies: { keys: ["only for tests"] },
    features: { devInteractions: { enabled: false } },
    interactions: { url: (_, interaction) => `/vao/${interaction.uid}` },
    findAccount: (_, login) => ({ accountId: login, claims: () => ({ sub: login, ...told.people[login] }) }),
    ttl: { Session: 60, Interaction: 600, Grant: 600, AccessToken: 600, IdToken: 600 },
  });
  const answer = provider.callback();
  server.on("request", async (request, response) => {
    if (!request.url.startsWith("/vao/")) return answer(request, response);
    const { prompt, params } = await provider.interactionDetails(request, response);
    if (request.method !== "POST") {
      response.setHeader("Content-Type", "text/html; charset=utf-8");
      return response.end('<!doctype html><html lang="vi"><title>Nhà cung cấp</title><main><h1>Nhà cung cấp danh tính</h1><form method="post"><label>Tên <input name="login"></label><button>Đồng ý</button></form></main>');
    }
    let body = "";
    for await (const piece of request) body += piece;
    const login = new URLSearchParams(body).get("login");
    if (!login) {
      const refusal = { error: "access_denied", error_description: "the person said no" };
      return provider.interactionFinished(request, response, refusal, { mergeWithLastSubmission: false });
    }
    const grant = new provider.Grant({ accountId: login, clientId: params.client_id });
    grant.addOIDCScope(params.scope);
    const grantId = await grant.save();
    const result = { login: { accountId: login, acr: told.people[login]?.acr }, consent: { grantId } };
    return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: prompt.name !== "login" });
  });
  console.log(issuer);
});
process.stdin.resume();
process.stdin.on("end", () => process.exit(0));
