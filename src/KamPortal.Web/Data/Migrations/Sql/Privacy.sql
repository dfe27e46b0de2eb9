insert into privacy_rules (id, erase_due) values (1, false);

-- Personal data go from the log, too, when they are erased: dots take the place of the words. Who did what to which kind of thing and when stays as
-- it was written, and so does everything about our own logins and people. Only through this function can a line change (the portal's role may not
-- update the log, and the owner is stopped by the trigger), and it never works in silence: it leaves a line that says how many it touched.
create function erase_from_audit(words text, eraser uuid, eraser_name text) returns bigint language plpgsql security definer set search_path = public, pg_temp as $$
declare
  touched bigint;
begin
  if words is null or '' ~ words then raise exception 'Nothing to look for.' using errcode = 'invalid_parameter_value'; end if;
  perform set_config('kamportal.erasing', 'on', true);
  update audit_events set
    reason = regexp_replace(reason, words, '•••', 'gi'),
    key = case when entity in ('User', 'UserRole', 'Person', 'Account') then key else regexp_replace(key, words, '•••', 'gi') end,
    before = case when entity in ('User', 'UserRole', 'Person', 'Account') then before else regexp_replace(before::text, words, '•••', 'gi')::jsonb end,
    after = case when entity in ('User', 'UserRole', 'Person', 'Account') then after else regexp_replace(after::text, words, '•••', 'gi')::jsonb end
  where reason ~* words or (entity not in ('User', 'UserRole', 'Person', 'Account') and (key ~* words or before::text ~* words or after::text ~* words));
  get diagnostics touched = row_count;
  perform set_config('kamportal.erasing', 'off', true);
  if touched > 0 then
    insert into audit_events (user_id, user_name, action, entity, key, after) values (eraser, eraser_name, 'Erased', 'AuditEvent', '', jsonb_build_object('Lines', touched));
  end if;
  return touched;
end $$;
revoke execute on function erase_from_audit(text, uuid, text) from public;
grant execute on function erase_from_audit(text, uuid, text) to kamportal_app;
