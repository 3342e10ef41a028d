import type zh from '../zh/errors.ts'

export default {
  invalid_request: {
    title: 'The request is not valid',
    hint: 'Check the address or what you entered, then try again.',
  },
  unauthenticated: { title: 'Not signed in', hint: 'Sign in to see what is here.' },
  sign_in_failed: {
    title: 'Signing in failed',
    hint: 'Name, password or code is wrong, or the account is closed.',
  },
  forbidden: { title: 'Not permitted', hint: 'Your role or area does not include this.' },
  sign_in_expired: { title: 'Signing in took too long', hint: 'Begin again.' },
  link_expired: {
    title: 'The link is not valid any more',
    hint: 'The link for the first administrator is good once, for an hour. Start the server again and open the new one; if there is an administrator already, sign in.',
  },
  not_found: { title: 'Not found', hint: 'It may have been retired, or the address is wrong.' },
  method_not_allowed: { title: 'This action is not available', hint: 'Reload the page and try again.' },
  request_timeout: {
    title: 'The request did not arrive in time',
    hint: 'Check the network, then try again.',
  },
  conflict: { title: 'In conflict with existing data', hint: 'Reload to see the latest data.' },
  name_taken: {
    title: 'Another draft of the street has this name',
    hint: 'Choose a name that no draft being worked on has.',
  },
  basemap_file_unusable: {
    title: 'The file cannot be a basemap',
    hint: 'It is not in the folder basemaps of the server, cannot be read, or has vector tiles; files with images, MBTiles or PMTiles, can.',
  },
  basemap_key_missing: {
    title: 'The server has no key for Tianditu',
    hint: 'Whoever runs the server sets TIANDITU_KEY; until then choose another basemap.',
  },
  stale_base: { title: 'The data have moved on', hint: 'Repeat the action on the latest data.' },
  wrong_stage: {
    title: 'Not possible at this stage',
    hint: 'The draft has moved on: reload to see where it stands.',
  },
  leased: { title: 'Somebody else is drawing here', hint: 'Wait until they are done, or ask them.' },
  consent_missing: {
    title: 'A neighbouring street has not agreed',
    hint: 'Its border would move: ask for its consent first.',
  },
  changed_meanwhile: { title: 'Changed meanwhile', hint: 'Load it anew and repeat the change.' },
  own_work: {
    title: 'You worked on this draft yourself',
    hint: 'Who made a step of a draft or submitted it can neither approve nor publish it: ask somebody else.',
  },
  has_problems: {
    title: 'The draft has errors',
    hint: 'Mend what the list of problems shows, then submit again.',
  },
  too_large: { title: 'Too large', hint: 'Use a smaller file, or several.' },
  too_complex: {
    title: 'The shape is too complex',
    hint: 'Simplify it: fewer vertices, holes or parts.',
  },
  unsupported_media: { title: 'File type not supported', hint: 'Use another format.' },
  unprocessable: { title: 'Against the rules of the domain', hint: 'Change what is named, then try again.' },
  weak_password: { title: 'The password is too weak', hint: 'Choose one that keeps the rules.' },
  too_many_requests: { title: 'Too many requests', hint: 'Please wait; the page tries again by itself.' },
  disk_full: {
    title: 'The disk of the server is full',
    hint: 'Whoever runs the server makes room, then try again; the answer and the log name the folder and what is free.',
  },
  internal: {
    title: 'Something went wrong on the server',
    hint: 'Try again later. If it happens again, give the request number to your administrator.',
  },
  unavailable: {
    title: 'Not available just now',
    hint: 'The server is preparing the data; the page tries again by itself.',
  },
  timeout: { title: 'The server took too long', hint: 'Try again later.' },
  unreachable: {
    title: 'The server cannot be reached',
    hint: 'Check the network; the page tries again by itself.',
  },
  no_answer: {
    title: 'The server does not answer',
    hint: 'Check the network; the page tries again by itself.',
  },
  unreadable: { title: 'The answer could not be read', hint: 'The page may be out of date: reload it.' },
} satisfies typeof zh
