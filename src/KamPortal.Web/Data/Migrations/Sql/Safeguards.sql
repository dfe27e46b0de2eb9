-- The role the portal works as. Roles belong to the whole server, so another database may have made it, even just now.
do $$
begin
  create role kamportal_app nologin;
exception when duplicate_object or unique_violation then null;
end $$;
grant kamportal_app to current_user;

grant usage on schema public to kamportal_app;
grant select, insert, update, delete on all tables in schema public to kamportal_app;
grant usage, select on all sequences in schema public to kamportal_app;
alter default privileges in schema public grant select, insert, update, delete on tables to kamportal_app;
alter default privileges in schema public grant usage, select on sequences to kamportal_app;
revoke insert, update, delete on "__EFMigrationsHistory" from kamportal_app;

-- The audit log only grows, whoever asks; but see Privacy.sql for the words of a person who asked to be forgotten.
create function refuse_audit_change() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and current_setting('kamportal.erasing', true) = 'on' then
    if (new.id, new.at, new.user_id, new.user_name, new.action, new.entity, new.account_id) is not distinct from (old.id, old.at, old.user_id, old.user_name, old.action, old.entity, old.account_id) then
      return new;
    end if;
  end if;
  raise exception 'The audit log only grows: % is refused.', tg_op using errcode = 'insufficient_privilege';
end $$;
create trigger audit_events_only_grow before update or delete on audit_events for each row execute function refuse_audit_change();
create trigger audit_events_never_emptied before truncate on audit_events for each statement execute function refuse_audit_change();
revoke update, delete, truncate on audit_events from kamportal_app;

-- Finished runs are never edited; only which one is current may change.
revoke update, delete, truncate on scoring_runs from kamportal_app;
grant update (is_current) on scoring_runs to kamportal_app;

-- Results of a run: one partition each, filled by COPY, indexed, then switched in.
create table account_scores (
  run_id uuid not null,
  account_id integer not null,
  tier smallint not null,
  computed_tier smallint not null,
  held_tier smallint,
  periods_below smallint not null default 0,
  composite numeric(5,2) not null,
  rank integer not null,
  profit_score double precision,
  growth_score double precision,
  strategic_score double precision,
  net_revenue numeric(19,4) not null,
  cm1 numeric(19,4) not null,
  cm2 numeric(19,4) not null,
  guards smallint not null,
  raw double precision[] not null,
  normalised double precision[] not null
) partition by list (run_id);
revoke all on account_scores from kamportal_app;
grant select on account_scores to kamportal_app;

-- Creates the stand-alone table of a run and lets the portal fill it. Run within the run's transaction.
create function open_score_partition(run uuid) returns text language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text := 'account_scores_' || replace(run::text, '-', '');
begin
  execute format('create table %I (like account_scores including defaults)', name);
  execute format('grant insert, select on %I to kamportal_app', name);
  return name;
end $$;

-- Indexes a filled table and attaches it; from here on its rows cannot be changed by the portal.
create function close_score_partition(run uuid) returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  name text := 'account_scores_' || replace(run::text, '-', '');
begin
  execute format('alter table %I add primary key (run_id, account_id)', name);
  execute format('create index on %I (tier, composite desc, account_id)', name);
  execute format('create index on %I (composite desc, account_id)', name);
  execute format('create index on %I (cm2 desc, account_id)', name);
  execute format('create index on %I (net_revenue desc, account_id)', name);
  -- Stated so that attaching need not scan the rows again.
  execute format('alter table %I add constraint %I check (run_id = %L)', name, name || '_run', run);
  execute format('revoke all on %I from kamportal_app', name);
  execute format('alter table account_scores attach partition %I for values in (%L)', name, run);
  execute format('analyze %I', name);
end $$;

-- Removes a whole portfolio's results, for taking the demo away.
create function drop_score_partitions() returns void language plpgsql security definer set search_path = public, pg_temp as $$
declare
  part record;
begin
  for part in select inhrelid::regclass as name from pg_inherits where inhparent = 'account_scores'::regclass loop
    execute format('drop table %s', part.name);
  end loop;
  delete from scoring_runs;
end $$;
-- Fresh statistics after a bulk load: without them the next query would be planned for tables that were empty a moment ago.
create function analyze_figures() returns void language plpgsql security definer set search_path = public, pg_temp as $$
begin
  analyze accounts;
  analyze financial_facts;
  analyze activity_volumes;
  analyze account_months;
end $$;
revoke execute on function open_score_partition(uuid), close_score_partition(uuid), drop_score_partitions(), analyze_figures() from public;
grant execute on function open_score_partition(uuid), close_score_partition(uuid), drop_score_partitions(), analyze_figures() to kamportal_app;
