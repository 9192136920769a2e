// Preloaded into a measured process: says on its last line of stderr how much memory it used. A script of its own, that no
// part of Node has to be loaded for.
process.on("exit", () => {
  process.stderr.write(`\npeak_rss_kib=${String(process.resourceUsage().maxRSS)}\n`);
});
