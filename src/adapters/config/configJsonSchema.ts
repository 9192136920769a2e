import * as z from "zod";
import { configSchema } from "./configSchema.js";

/** The published JSON schema of the config file, for editors and for checks before a deployment. */
export function configJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(configSchema, { io: "input" });
  return { $schema, title: "mltrain configuration", ...schema };
}
