-- Takes the code of step $2 for account $1. None: this code, or a later one, was taken before.
update account_second_factor set last_step = $2::bigint where account_id = $1::uuid and last_step < $2::bigint
