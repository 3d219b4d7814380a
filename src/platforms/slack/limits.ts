/**
 * Slack's limits, in UTF-16 units and items, from docs.slack.dev (Block Kit reference) and the types of @slack/types.
 * `total`, `blockText`, `title` and `controlText` are ours: Slack answers `msg_blocks_too_long` when the texts of all
 * blocks together are longer than about 13,200, with rich text sometimes above 11,000 (slackapi/bolt-js#2509).
 */
export const limits = {
  total: 12_500,
  blockText: 10_000,
  title: 2_500,
  controlText: 6_000,
  blocks: 50,
  header: 150,
  contextText: 2_000,
  fallback: 3_000,
  url: 3_000,
  buttonText: 75,
  placeholder: 150,
  optionText: 75,
  optionDescription: 75,
  optionValue: 75,
  options: 100,
  elements: 25,
  rows: 5,
} as const;
