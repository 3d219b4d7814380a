/**
 * Discord's limits, in UTF-16 units and items, from its OpenAPI document and the rules beside it
 * (https://docs.discord.com/developers/resources/message, /components/reference, /interactions/application-commands).
 */
export const limits = {
  content: 2000,
  embedTitle: 256,
  embedDescription: 4096,
  url: 2048,
  customId: 100,
  buttonLabel: 80,
  selectPlaceholder: 150,
  optionLabel: 100,
  optionDescription: 100,
  selectOptions: 25,
  rows: 5,
  buttonsPerRow: 5,
  autocompleteChoices: 25,
  choiceName: 100,
  choiceValue: 100,
  threadName: 100,
} as const;
