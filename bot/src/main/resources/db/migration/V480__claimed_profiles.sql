-- In which of these files which profile stood, as 'name file': one that moves may leave another in its place. Of what was
-- remembered before that is not known.
alter table claimed_files add column profiles text[] not null default '{}';
