/**
 * Slack's limits, in UTF-16 units and items, from docs.slack.dev (Block Kit reference) and the types of @slack/types.
 * `text` is ours: Slack answers `msg_blocks_too_long` somewhere above 11,000 (slackapi/bolt-js#2509).
 */
export const limits = {
  text: 10_000,
  header: 150,
  contextText: 2_000,
  fallback: 3_000,
  buttonText: 75,
  placeholder: 150,
  optionText: 75,
  optionDescription: 75,
  options: 100,
  buttons: 25,
} as const;
