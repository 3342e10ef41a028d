import type { SetupStep } from '#shared/contract/city/setup.ts'
import type { TargetId } from '#shared/contract/transfer/target.ts'

/** What is imported in a step. */
export const importTargets: Readonly<Partial<Record<SetupStep, readonly TargetId[]>>> = {
  districts: ['districts'],
  streets: ['streets'],
  communities: ['communities'],
  grids: ['grids'],
  premises: ['stations', 'centers', 'premises'],
  ways: ['roads', 'waterways'],
  buildings: ['buildings'],
}

/** Steps whose count of units above without any is told. */
export const isBelow = (step: SetupStep): step is 'streets' | 'communities' | 'grids' =>
  step === 'streets' || step === 'communities' || step === 'grids'
