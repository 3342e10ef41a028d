import { z } from 'zod'
import { defineEndpoint } from '../endpoint.ts'
import { CityCode } from './codes.ts'

/** From an empty city to its first decided change, in this order. */
export const setupSteps = [
  'districts',
  'streets',
  'communities',
  'grids',
  'premises',
  'ways',
  'buildings',
  'accounts',
  'basemap',
  'review',
] as const
export const SetupStep = z.enum(setupSteps)
export type SetupStep = z.infer<typeof SetupStep>

const count = z.number().int().min(0)

export const SetupStepState = z.object({
  step: SetupStep,
  /** `done`: there is something of it in the city; what is there counts more than that it was skipped. */
  state: z.enum(['open', 'skipped', 'done']),
  count,
  /** What the count is made of: kinds of premises, roads and waters, roles of accounts, stages of drafts. */
  parts: z.array(z.object({ part: z.string(), count })),
  /** Units of the level above that have none yet. */
  without: count,
  /** Last import that stands, last new account, last publication. */
  lastAt: z.iso.datetime().nullable(),
})
export type SetupStepState = z.infer<typeof SetupStepState>

export const Setup = z.object({
  /** Until set-up is declared finished or the first draft is published; administrators may import so long. */
  settingUp: z.boolean(),
  finishedAt: z.iso.datetime().nullable(),
  finishedBy: z.string().nullable(),
  steps: z.array(SetupStepState),
  /** The first step that is neither done nor skipped. */
  next: SetupStep.nullable(),
})
export type Setup = z.infer<typeof Setup>

const City = z.object({ city: CityCode })

export const getSetup = defineEndpoint({
  id: 'getSetup',
  method: 'get',
  path: '/cities/{city}/setup',
  summary: 'Returns how far a city is set up: the state of each step, and the next one',
  permission: 'city.setup',
  params: City,
  answer: Setup,
})

export const skipSetupStep = defineEndpoint({
  id: 'skipSetupStep',
  method: 'post',
  path: '/cities/{city}/setup/skip',
  summary: 'Skips a step of the set-up, or takes it up again',
  permission: 'city.setup',
  params: City,
  body: z.object({ step: SetupStep, skipped: z.boolean() }).strict(),
  answer: Setup,
})

export const finishSetup = defineEndpoint({
  id: 'finishSetup',
  method: 'post',
  path: '/cities/{city}/setup/finish',
  summary: 'Declares the set-up finished: administrators can import no more, which cannot be taken back',
  permission: 'city.setup',
  params: City,
  body: z.object({}).strict(),
  answer: Setup,
})
