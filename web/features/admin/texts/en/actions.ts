import type zh from '../zh/actions.ts'

export default {
  toMap: 'Back to the map',
  nav: 'Pages of the system',
  all: 'All',
  edit: 'Edit',
  save: 'Save',
  saved: 'Saved',
  undo: 'Undo changes',
  cancel: 'Cancel',
  copy: 'Copy',
  copied: 'Copied',
  noted: 'I have noted it',
  before: 'Previous',
  after: 'Next',
  range: '{from}–{to} of {total}',
  code: 'Six-digit code',
  outOfRange: 'Outside the allowed range',
  waitFor: 'Too many attempts: try again in {minutes} min.',
} satisfies typeof zh
