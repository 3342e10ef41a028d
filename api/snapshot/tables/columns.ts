import { z } from 'zod'
import {
  CommunityType,
  GridKind,
  Organisation,
  ParkKind,
  ParkLevel,
  PremisesKind,
  PremisesLevel,
  PremisesStatus,
  RoadClass,
  Tenure,
  UnitKind,
  UnitLevel,
  UrbanRuralClass,
  WaterClass,
} from '#shared/contract/enums.ts'

/** JSON columns that the statements in sql/ return: one array per attribute. */

const numbers = z.array(z.number())
const texts = z.array(z.string())
const textsOrNull = z.array(z.string().nullable())
const numbersOrNull = z.array(z.number().nullable())
const truths = z.array(z.boolean())

export const UnitColumns = z.object({
  id: numbers,
  level: z.array(UnitLevel),
  code: texts,
  name: texts,
  nameEn: textsOrNull,
  kind: z.array(UnitKind),
  legalParent: numbersOrNull,
  managingParent: numbersOrNull,
  urbanRuralClass: z.array(UrbanRuralClass.nullable()),
  urbanScope: truths,
  type: z.array(CommunityType.nullable()),
  typeReason: textsOrNull,
  validFrom: texts,
})

export const GridColumns = z.object({
  id: numbers,
  code: texts,
  name: texts,
  kind: z.array(GridKind),
  community: numbers,
  households: numbers,
  residents: numbers,
  members: numbers,
  fullTimeWorkers: numbers,
  partTimeWorkers: numbers,
  branchSince: textsOrNull,
  buildingGroups: numbers,
  householdHubs: numbers,
  validFrom: texts,
  version: numbers,
})

export const PremisesColumns = z.object({
  id: numbers,
  kind: z.array(PremisesKind),
  code: texts,
  name: texts,
  community: numbersOrNull,
  level: z.array(PremisesLevel),
  status: z.array(PremisesStatus),
  openedOn: textsOrNull,
  areaM2: numbersOrNull,
  tenure: z.array(Tenure.nullable()),
  functions: z.array(texts),
  openingHours: textsOrNull,
  capacityHouseholds: numbersOrNull,
  dutyPhone: textsOrNull,
  surveyedOn: textsOrNull,
  assignedGrid: numbers,
})

export const ParkColumns = z.object({
  id: numbers,
  kind: z.array(ParkKind),
  code: texts,
  name: texts,
  level: z.array(ParkLevel),
  community: numbersOrNull,
  organisation: z.array(Organisation),
  organisationSince: textsOrNull,
  liaisonSince: textsOrNull,
  enterprises: numbers,
  employees: numbers,
  members: numbers,
})

export const RoadColumns = z.object({
  id: numbers,
  class: z.array(RoadClass),
  name: textsOrNull,
  bridge: truths,
  walkable: truths,
})

export const WaterColumns = z.object({
  id: numbers,
  class: z.array(WaterClass),
  name: textsOrNull,
  barrier: truths,
})
