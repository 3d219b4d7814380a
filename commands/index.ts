import type { Action, Command } from "../src/core/command.ts";
import { about } from "./about.ts";
import { bibtex } from "./actions/bibtex.ts";
import { share } from "./actions/share.ts";
import { similar } from "./actions/similar.ts";
import { open, language as readIn, view } from "./actions/view.ts";
import { help } from "./help.ts";
import { language } from "./language.ts";
import { paper } from "./paper.ts";
import { status } from "./status.ts";

/** Every command, in the order in which platforms list them. */
export const commands: readonly Command[] = [paper, help, about, status, language];

/** What the controls on cards do. */
export const actions: readonly Action[] = [view, open, readIn, bibtex, similar, share];
