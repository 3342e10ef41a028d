/** The steps of an import, in their order. */
export const importSteps = ['file', 'settings', 'columns', 'check', 'done'] as const
export type ImportStep = (typeof importSteps)[number]
