import { writeSync } from "node:fs";

// Preloaded into a measured process: says on its last line of stderr how much memory it used.
process.on("exit", () => {
  writeSync(2, `\npeak_rss_kib=${String(process.resourceUsage().maxRSS)}\n`);
});
