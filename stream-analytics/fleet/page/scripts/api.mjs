// Makes the types of what the API answers, of the description that OpenApiTest leaves in ../target.
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const digest = (text) => createHash("sha256").update(text).digest("hex");
const text = readFileSync(new URL("../../target/openapi.json", import.meta.url));
const { openapi, info, components } = JSON.parse(text, (key, value) => (key === "format" ? undefined : value));

/** Schemas alone: the paths are in the calls. */
const ast = await openapiTS({ openapi, info, paths: {}, components: { schemas: components.schemas } });
const types = astToString(ast)
  .replace(/^export (?:type (?:paths|webhooks|operations|\$defs) = .*;|interface \$defs.*)\n/gm, "")
  .replace(/\/\*\*\s+(?:\* )?(@description .*?)\s+(?:\* @enum .*\s+)?\*\//g, (comment, text) => `/** ${text.slice(13)} */`)
  .replace(/^    (?:responses|parameters|requestBodies|headers|pathItems): never;\n/gm, "");
const head = [`// Made by "npm run api" of the description of the API with the digest ${digest(text)}`, `// Digest of the lines below: ${digest(types)}`];
writeFileSync(new URL("../src/api/schema.ts", import.meta.url), `${head.join("\n")}\n${types}`);
