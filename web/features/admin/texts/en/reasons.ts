import type zh from '../zh/reasons.ts'

export default {
  reasons: {
    area_needed: 'A street official needs streets.',
    area_too_small: 'Administrators and auditors have whole cities.',
    area_without_city: 'Choose a city first, then its districts or streets.',
    webhook_address: 'The address must begin with http or https, without name and password.',
    webhook_private:
      'This address is in a private network: allow it with the server setting WEBHOOK_NETWORKS first.',
    too_many_webhooks: 'A city has 20 receivers at most.',
    city_exists: 'There is a city with this code already.',
    unknown_unit: 'There is no such district or street.',
    exclusive_roles: 'Administration, audit and business exclude each other: make another account.',
    auditor_sign_in:
      'The password and authenticator of an auditor are reset by two administrators, or on the server: npm run reset-password -- NAME.',
    own_request: 'Another administrator confirms this.',
    dependent_administrators:
      'The two administrators do not stand apart: one made the account of the other, or changed how the other signs in.',
    requested_already: 'This is asked for already.',
    account_needed: 'Sign in with an account to ask for this.',
    no_auditor: 'Only the sign-in of an auditor needs two administrators.',
    expires_in_the_past: 'It would be over already.',
  },
} satisfies typeof zh
