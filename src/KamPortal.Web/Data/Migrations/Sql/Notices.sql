-- Open pages of a reader are called when something new is there, or was read elsewhere.
create function call_readers() returns trigger language plpgsql as $$
begin
  perform pg_notify('kamportal', 'notices:' || user_id) from (select distinct user_id from changed) readers;
  return null;
end $$;
create trigger notifications_added after insert on notifications referencing new table as changed for each statement execute function call_readers();
create trigger notifications_read after update on notifications referencing new table as changed for each statement execute function call_readers();
