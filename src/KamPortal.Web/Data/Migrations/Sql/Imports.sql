-- Facts refer to accounts and product lines as by foreign keys, but are checked a statement at a time: a row at a time, a million facts cost
-- two million look-ups and row locks. The guarantee is the same. Every statement that adds facts locks each account and line it names once
-- (for key share, as a foreign key does), so that none of them can be deleted before the facts are committed, and only then looks whether they
-- are all there; each look takes a snapshot of its own, so a deletion committed meanwhile is seen. Deleting an account takes its facts along,
-- deleting a line that has facts is refused. Monthly sums follow their accounts in the same way.
alter table financial_facts drop constraint fk_financial_facts_accounts_account_id;
alter table financial_facts drop constraint fk_financial_facts_product_lines_product_line_id;
alter table account_months drop constraint fk_account_months_accounts_account_id;

create function hold_accounts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from accounts where id in (select account_id from written) for key share;
  if exists (select from (select distinct account_id from written) w where not exists (select from accounts a where a.id = w.account_id)) then
    raise exception 'A row of % names an account that does not exist.', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create function hold_product_lines() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from product_lines where id in (select product_line_id from written) for key share;
  if exists (select from (select distinct product_line_id from written) w where not exists (select from product_lines l where l.id = w.product_line_id)) then
    raise exception 'A row of % names a product line that does not exist.', tg_table_name using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;

create trigger financial_facts_hold_accounts after insert on financial_facts referencing new table as written for each statement execute function hold_accounts();
create trigger financial_facts_hold_lines after insert on financial_facts referencing new table as written for each statement execute function hold_product_lines();
create trigger account_months_hold_accounts after insert on account_months referencing new table as written for each statement execute function hold_accounts();

-- A key that changes is rare (two accounts become one), so there one row at a time will do.
create function hold_moved_fact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform from accounts where id = new.account_id for key share;
  if not found then raise exception 'A fact names an account that does not exist.' using errcode = 'foreign_key_violation'; end if;
  if tg_table_name = 'financial_facts' then
    perform from product_lines where id = new.product_line_id for key share;
    if not found then raise exception 'A fact names a product line that does not exist.' using errcode = 'foreign_key_violation'; end if;
  end if;
  return null;
end $$;
create trigger financial_facts_moved after update on financial_facts for each row
  when (old.account_id <> new.account_id or old.product_line_id <> new.product_line_id) execute function hold_moved_fact();
create trigger account_months_moved after update on account_months for each row when (old.account_id <> new.account_id) execute function hold_moved_fact();

create function take_facts_along() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from financial_facts f using gone where f.account_id = gone.id;
  delete from account_months m using gone where m.account_id = gone.id;
  return null;
end $$;
create trigger accounts_take_facts_along after delete on accounts referencing old table as gone for each statement execute function take_facts_along();

create function keep_lines_with_facts() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (select from financial_facts f join gone on gone.id = f.product_line_id) then
    raise exception 'A product line that has facts cannot be deleted.' using errcode = 'foreign_key_violation';
  end if;
  return null;
end $$;
create trigger product_lines_keep_facts after delete on product_lines referencing old table as gone for each statement execute function keep_lines_with_facts();

-- A row that an import wrote and that anyone else has changed since is no longer the import's to take back. The import itself says who it is.
create function note_edit() returns trigger language plpgsql as $$
begin
  new.edited_since := true;
  return new;
end $$;
do $$
declare
  t text;
begin
  for t in select table_name from information_schema.columns where table_schema = 'public' and column_name = 'edited_since' loop
    execute format(
      'create trigger %I before update on %I for each row
       when (old.batch_id is not null and new.batch_id is not distinct from old.batch_id and not old.edited_since
             and current_setting(''kamportal.batch'', true) is distinct from old.batch_id::text)
       execute function note_edit()', t || '_note_edit', t);
  end loop;
end $$;

-- Who asks to be erased is erased from what imports keep for undoing, too.
create function forget_contact() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from import_before_images where target = 'contacts' and (row ->> 'id')::int = new.id;
  return null;
end $$;
create trigger contacts_forget after update on contacts for each row when (new.erased_at is not null and old.erased_at is null) execute function forget_contact();
