/*
 * Where the index's thread begins. Plain JavaScript, as a thread whose code is found compiled need not even load what
 * strips types.
 */
import { enableCompileCache } from "node:module";

enableCompileCache();
await import("./answer-calls.ts");
