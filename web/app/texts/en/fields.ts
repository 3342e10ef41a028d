import type zh from '../zh/fields.ts'

export default {
  label: {
    communities: 'Communities / villages', grids: 'Grids', households: 'Households', residents: 'Residents', members: 'Members',
    fullTimeWorkers: 'Full-time workers', partTimeWorkers: 'Part-time workers', workers: 'Grid workers', branches: 'Grid branches',
    buildingGroups: 'Building groups', householdHubs: 'Household hubs', stations: 'Service stations', centers: 'Red fortress centres', parks: 'Parks',
    areaM2: 'Area', kind: 'Kind', type: 'Type of community', typeReason: 'Reason for the type', urbanRuralClass: 'Urban–rural class', urbanScope: 'In the urban scope',
    validFrom: 'Valid from', version: 'Version', branchSince: 'Branch since', status: 'Status', level: 'Level', openedOn: 'Opened on',
    tenure: 'Tenure', functions: 'Functions', openingHours: 'Opening hours', capacityHouseholds: 'Can serve', dutyPhone: 'Duty telephone',
    surveyedOn: 'Surveyed on', organisation: 'Organisation', organisationSince: 'Organised since', liaisonSince: 'Liaison since', enterprises: 'Enterprises',
    employees: 'Employees', class: 'Class', name: 'Name', bridge: 'Bridge', streets: 'Streets / towns', code: 'Code', districts: 'Districts',
  },
  unit: {
    communities: '', grids: '', households: '', residents: '', members: '', fullTimeWorkers: '', partTimeWorkers: '',
    workers: '', branches: '', buildingGroups: '', householdHubs: '', stations: '', centers: '', parks: '',
    capacityHouseholds: 'households', enterprises: '', employees: '', streets: '', districts: '',
  },
  premisesArea: 'Floor area',
  yes: 'Yes',
  no: 'No',
  none: 'None yet',
  comma: ', ',
} satisfies typeof zh
