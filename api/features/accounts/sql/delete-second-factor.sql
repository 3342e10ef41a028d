-- Forgets the second factor of account $1. None: it had none.
delete from account_second_factor where account_id = $1::uuid
