insert into sign_in_rules (id, second_factor_roles) values (1, array[]::text[]);

-- What belongs to a login changes with it, whoever writes: sessions end with the stamp, links sent by mail die with the address or the password.
create function forget_login_secrets() returns trigger language plpgsql as $$
begin
  if new.security_stamp is distinct from old.security_stamp then
    delete from user_sessions where user_id = new.id;
  end if;
  if (new.normalized_email, new.password_hash, new.disabled_at) is distinct from (old.normalized_email, old.password_hash, old.disabled_at) then
    delete from login_tokens where user_id = new.id;
  end if;
  return null;
end $$;
create trigger users_forget_secrets after update on users for each row execute function forget_login_secrets();

-- Every instance hears at once that somebody's rights or sessions changed. The argument names the column that says whose.
create function tell_login_changed() returns trigger language plpgsql as $$
declare
  changed jsonb := case when tg_op = 'DELETE' then to_jsonb(old) else to_jsonb(new) end;
begin
  perform pg_notify('login_changed', changed ->> tg_argv[0]);
  return null;
end $$;
create trigger users_tell after update of disabled_at, security_stamp, initial_password_until, person_id on users for each row execute function tell_login_changed('id');
create trigger user_roles_tell after insert or delete on user_roles for each row execute function tell_login_changed('user_id');
create trigger user_regions_tell after insert or delete on user_regions for each row execute function tell_login_changed('user_id');
create trigger user_business_units_tell after insert or delete on user_business_units for each row execute function tell_login_changed('user_id');
create trigger user_sessions_tell after update of views_as_id or delete on user_sessions for each row execute function tell_login_changed('user_id');
create trigger delegations_tell after insert or update or delete on delegations for each row execute function tell_login_changed('borrower_id');

-- The second wall: who the transaction works for. An unset setting is null, one that was set and reset is empty; both mean nobody.
create function acting() returns uuid language sql stable as $$ select nullif(current_setting('kamportal.actor', true), '')::uuid $$;
create function acting_in(role text) returns boolean language sql stable as $$ select role = any(string_to_array(current_setting('kamportal.roles', true), ',')) is true $$;

alter table delegations enable row level security;
alter table delegations force row level security;
create policy delegations_seen on delegations for select using (acting() in (lender_id, borrower_id) or acting_in('Admin'));
create policy delegations_lent on delegations for insert with check (acting() = lender_id or acting_in('Admin'));
-- The borrower may give back, and nothing else.
create policy delegations_changed on delegations for update using (acting() in (lender_id, borrower_id) or acting_in('Admin'))
  with check (acting() = lender_id or acting_in('Admin') or acting() = borrower_id and ended_at is not null);
