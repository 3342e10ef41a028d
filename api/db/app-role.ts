/**
 * Who the program is inside the embedded database, whose only session belongs to the owner of everything: a
 * role that may read and write, but of the log no more than read and add. On a server that is a login of its
 * own (DATABASE_URL beside DATABASE_ADMIN_URL).
 */
export const APP_ROLE = 'grid_map_program'
