import { runMonth } from "./run.ts";
import { month } from "./world.ts";

const { report, missing, extra } = await runMonth(month());
for (const one of missing.slice(0, 20)) process.stderr.write(`missing ${one}\n`);
for (const one of extra.slice(0, 20)) process.stderr.write(`extra ${one}\n`);
process.stdout.write(`${JSON.stringify(report)}\n`);
process.exitCode = missing.length + extra.length > 0 ? 1 : 0;
