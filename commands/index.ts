import type { Action, Command } from "../src/core/command.ts";
import { about } from "./about.ts";
import { bibtex } from "./actions/bibtex.ts";
import { share } from "./actions/share.ts";
import { similar } from "./actions/similar.ts";
import { open, language as readIn, view } from "./actions/view.ts";
import { help } from "./help.ts";
import { language } from "./language.ts";
import { paper } from "./paper.ts";
import { pause } from "./pause.ts";
import { preview } from "./preview.ts";
import { resume } from "./resume.ts";
import { status } from "./status.ts";
import { subscribe } from "./subscribe.ts";
import { subscriptions } from "./subscriptions.ts";
import { unsubscribe } from "./unsubscribe.ts";
import { why } from "./why.ts";

/** Every command, in the order in which platforms list them. */
export const commands: readonly Command[] = [
  paper,
  subscribe,
  subscriptions,
  unsubscribe,
  pause,
  resume,
  preview,
  why,
  help,
  about,
  status,
  language,
];

/** What the controls on cards do. */
export const actions: readonly Action[] = [view, open, readIn, bibtex, similar, share];
