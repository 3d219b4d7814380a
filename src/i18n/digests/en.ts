import { plural } from "../format.ts";

const count = (n: number, one: string, other: string) => plural("en", n, { one, other });

/** What digests, and the commands about them, say. */
export const digest = {
  /** Words for sets of days, separated by commas. */
  days: {
    weekdays: "weekdays,workdays,working days",
    daily: "daily,every day,everyday,all",
    weekend: "weekend,weekends",
  },
  /** Words for all subscriptions, separated by commas. */
  all: "all,every",
  post: {
    announced: (date: string) => `announced ${date}`,
    counts: (announced: string, where: string, matched: string, shown: string) =>
      `${announced} new${where === "" ? "" : ` in ${where}`} → ${matched} match → ${shown} shown`,
    catchingUp: (days: string, papers: number) =>
      `Catching up: ${days}, ${count(papers, "# paper", "# papers")}`,
    reason: { title: "title", abstract: "abstract", author: "author", category: "category" },
    also: (topics: string) => `also: ${topics}`,
    nearMisses: "Near misses",
    lacking: (part: string) => `without ${part}`,
    updated: "Updated",
    withdrawn: "Withdrawn",
    late: (sources: string) =>
      `Nothing new yet from ${sources}: late, or a holiday there. What is announced later comes with the next digest.`,
    failed: (why: string) =>
      `The source could not be read: ${why}. Nothing is lost: its papers come with a later digest.`,
    quiet: (since: string) => `Still here: nothing has matched since ${since}.`,
  },
  subscription: {
    everyDay: "every day",
    weekdays: "weekdays",
    most: (papers: number) => count(papers, "up to # paper", "up to # papers"),
    time: "time",
    days: "days",
    language: "language",
    papers: "papers",
    subscribed: (name: string) => `${name} subscribed this channel to`,
    changed: (name: string) => `${name} changed the subscription to`,
    first: (when: string) =>
      `The first digest comes on ${when}. Only papers announced from now on are posted.`,
    next: (when: string) => `next: ${when}`,
    unchanged: "This channel has this very subscription already.",
    inUtc:
      "I do not know your time zone, so the time is UTC. Say another with `tz:`, for example `tz:Europe/Berlin`.",
    done: "Done.",
    held: (papers: number) => count(papers, "# paper held here matches it.", "# papers held here match it."),
    follow: (number: string) =>
      `Look at it with \`/paperboy preview ${number}\`, end it with \`/paperboy unsubscribe ${number}\`.`,
    mayNotPost:
      "It is set up, but I may not write in this channel yet: add me to it, else nothing can be posted.",
    notConfirmed: "It is set up. The note about it could not be posted to the channel.",
    listTitle: "Subscriptions of this channel",
    none: "This channel has no subscriptions. Begin with `/paperboy subscribe neural collapse cat:cs.LG`.",
    unsubscribed: (name: string) => `${name} ended`,
    paused: (name: string) => `${name} paused the digests of this channel.`,
    pausedUntil: (name: string, date: string) => `${name} paused the digests of this channel until ${date}.`,
    resumed: (name: string) => `${name} resumed the digests of this channel.`,
    missed: "What is announced during the pause is not posted afterwards.",
    isPaused: "paused",
    isPausedUntil: (date: string) => `paused until ${date}`,
    failing: (since: string, next: string) => `failing since ${since}, next attempt ${next}`,
    isSuspended: (since: string) => `suspended since ${since}`,
    nothingToResume: "Nothing is paused or suspended in this channel.",
    resumeHint: "When that is done, type `/paperboy resume` in the channel.",
  },
  suspended: {
    title: "Digests are suspended",
    topic: "These digests, which you set up, have stopped. Nothing of them is deleted.",
    why: {
      channelGone: "The channel is gone, or I cannot see it any more.",
      archived: "The channel or thread is archived.",
      notMember: "I am not a member of the channel.",
      forbidden: "I may not write in the channel.",
      botRemoved: "I was removed from the server or workspace.",
      tokenRevoked: "My access was revoked.",
      triedTooLong: "Posting has failed for a week.",
    },
    todo: {
      channelGone: "If it still exists, give me access to it; else subscribe another channel.",
      archived: "Take it out of the archive, or subscribe another channel.",
      notMember: "Invite me to the channel.",
      forbidden: "Ask someone who manages the channel to let me write and embed links there.",
      botRemoved: "Ask an administrator to add me again.",
      tokenRevoked: "Ask whoever runs Paperboy to install me again.",
      triedTooLong: "Ask whoever runs Paperboy: the reason is in the log.",
    },
  },
  preview: {
    title: (topic: string) => `Preview: ${topic}`,
    onlyYou: "Only you see this, and it marks nothing as posted.",
    nothing: "Nothing would be posted now.",
    newest: "The newest papers held here that match",
    noneHeld: "No paper held here matches.",
  },
  day: {
    papers: (announced: string, matched: string, shown: string) =>
      `${announced} announced, ${matched} match, ${shown} shown`,
    noneMatched: (announced: string) => `${announced} announced, none matched`,
    nothingNew: "nothing announced since the last digest",
    weekend: "no announcement: weekend",
    holiday: "no announcement: arXiv holiday",
    notUpdated: (until: string) => `source not updated yet, retrying until ${until}`,
    failed: (why: string) => `failed: ${why}`,
  },
  coverage: {
    from: (names: string) => `New papers come from: ${names}.`,
    nothing:
      "No source is looked at for this topic: only papers that the operator adds from files would come.",
    nameCategory: "Name a category of arXiv's with `cat:`, for example `cat:cs.LG`.",
    addCategory:
      "These are the categories of arXiv's that are followed here; `cat:` in a topic adds its own.",
    noContact: "arXiv is not asked here: whoever runs Paperboy must first set `ARXIV_CONTACT`.",
  },
  why: {
    title: (id: string) => `Why ${id}`,
    known: "It is held here.",
    unknown: "It is not held here: no source has brought it.",
    announced: (date: string, source: string, type: string) => `Announced ${date} by ${source}: ${type}.`,
    notAnnounced: "It is among the older papers: no source has announced it here.",
    types: {
      new: "new",
      cross: "cross-list",
      replace: "replacement",
      "replace-cross": "replacement of a cross-list",
      withdrawn: "withdrawal",
    },
    delivered: (date: string) => `Posted in this channel on ${date}.`,
    waiting: (date: string) => `Planned for this channel on ${date}, not posted yet.`,
    withdrawn: "Its authors have withdrawn it: it is not recommended.",
    matches: (reason: string) => `It matches: ${reason}.`,
    blocked: (part: string) => `It is blocked by ${part}.`,
    lacks: (part: string) => `It lacks ${part}.`,
    far: "It has words of the topic, but too few.",
    before: "It was announced before the subscription began.",
    onlyReplaced:
      "Only new papers and cross-lists are digested; updates only of papers that this channel was given.",
    shown: (date: string, rank: string) => `Digest of ${date}: rank ${rank}, shown.`,
    overCap: (date: string, rank: string, shown: string) =>
      `Digest of ${date}: rank ${rank}, over the cap of ${shown}.`,
    considered: (date: string) => `Digest of ${date}: considered, did not match then.`,
    ahead: (when: string) => `It will be considered in the next digest, ${when}.`,
    notAhead: "It will be considered when the subscription goes on.",
    noSubscription: "This channel has no subscriptions.",
  },
  status: {
    source: (name: string) => `Source ${name}`,
    ok: (checked: string) => `checked ${checked}`,
    newest: (date: string) => `newest announcement ${date}`,
    failing: (since: string, why: string) => `failing since ${since}: ${why}`,
    nextLook: (when: string) => `next ${when}`,
    nextDigest: (when: string) => `Next digest of this channel: ${when}`,
  },
  modal: {
    title: "Subscribe this channel",
    submit: "Subscribe",
    cancel: "Cancel",
  },
} as const;

/** What can be wrong with a command about digests. */
export const digestErrors = {
  emptyTopic: () =>
    "What shall this channel be subscribed to? For example: `/paperboy subscribe neural collapse -survey cat:cs.LG at:09:00`.",
  badTime: (value: string) => `\`${value}\` is not a time. Write \`at:09:00\`, \`at:9am\` or \`at:21:30\`.`,
  badDays: (value: string) =>
    `\`${value}\` names no days. Write \`days:weekdays\`, \`days:daily\`, \`days:mon,wed\` or \`days:1,3\`.`,
  badZone: (value: string) => `\`${value}\` is not a time zone. Write one such as \`tz:Europe/Berlin\`.`,
  badZoneNear: (value: string, near: string) => `\`${value}\` is not a time zone. Did you mean ${near}?`,
  badMax: (value: string, most: string) =>
    `\`${value}\` is not a number of papers. Write \`max:5\`, at most ${most}.`,
  badUntil: (value: string) =>
    `\`${value}\` is not a day to come. Write \`/paperboy pause 2026-12-24\`, \`/paperboy pause monday\` or \`/paperboy pause\` alone.`,
  mayNotSubscribe: () =>
    "Only people who may manage this channel can change its subscriptions. Ask one of them; `/paperboy preview` is for everybody.",
  noSubscriptions: () =>
    "This channel has no subscriptions. Begin with `/paperboy subscribe neural collapse`.",
  noSuchSubscription: (typed: string, numbers: string) =>
    `\`${typed}\` is no subscription of this channel. It has ${numbers}: see \`/paperboy subscriptions\`.`,
  whichSubscription: (numbers: string, command: string) =>
    `Which one? This channel has ${numbers}: see \`/paperboy subscriptions\`, then type \`/paperboy ${command} 1\`.`,
  tooManySubscriptions: (most: string) =>
    `This channel has ${most} subscriptions, which is the most. End one with \`/paperboy unsubscribe 1\`.`,
  changedMeanwhile: () => "Somebody else changed this subscription at the same moment. Please try again.",
  whichPaper: () => "Which paper? Write `/paperboy why 2212.12206`.",
  badPaperId: (value: string) => `\`${value}\` is not the id of a paper. Write \`/paperboy why 2212.12206\`.`,
} as const;

/** The commands about digests, as platforms list them. */
export const digestCommands = {
  subscribe: {
    name: "subscribe",
    description: "Subscribe this channel to a topic: its new papers, each working morning",
    options: {
      topic: { name: "topic", description: "Words as in /paper: neural collapse -survey" },
      by: { name: "author", description: "Only papers by this author" },
      cat: { name: "category", description: "Only this arXiv category, such as cs.LG or math" },
      year: { name: "year", description: "Only this year or range, such as 2020..2022" },
      in: { name: "in", description: "Where the words must stand" },
      lang: { name: "language", description: "The language of the digests" },
      at: { name: "at", description: "The time of day, such as 09:00" },
      tz: { name: "timezone", description: "The time zone, such as Europe/Berlin" },
      days: { name: "days", description: "weekdays, daily, or days such as mon,wed" },
      max: { name: "max", description: "The most papers of one digest, 1 to 10" },
    },
  },
  subscriptions: { name: "subscriptions", description: "The subscriptions of this channel", options: {} },
  unsubscribe: {
    name: "unsubscribe",
    description: "End a subscription of this channel",
    options: { which: { name: "which", description: "Its number in the list of subscriptions, or all" } },
  },
  pause: {
    name: "pause",
    description: "Pause the digests of this channel",
    options: {
      until: { name: "until", description: "The day on which they go on, such as 2026-12-24 or monday" },
    },
  },
  resume: {
    name: "resume",
    description: "Go on with paused or suspended digests of this channel",
    options: {},
  },
  preview: {
    name: "preview",
    description: "What a digest would show now, for your eyes only",
    options: { which: { name: "which", description: "The number of the subscription" } },
  },
  why: {
    name: "why",
    description: "Why a paper was posted in this channel, or was not",
    options: { id: { name: "paper", description: "The paper's id, such as 2212.12206" } },
  },
} as const;

export const digestHelp =
  "`/paperboy subscribe neural collapse cat:cs.LG at:09:00` posts new papers here each working morning; `/paperboy subscriptions` lists them, `/paperboy preview` shows the next, `/paperboy why` tells about a paper.";
