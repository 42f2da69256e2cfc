-- The store of a Driftboard whose tables were those of the revision b7d2f4c9a510, as it had written it itself.
INSERT INTO environments (id, project, slug)
  VALUES (1, 'shop', 'sandbox-1');
INSERT INTO environments (id, project, slug)
  VALUES (2, 'shop', 'sandbox-2');
INSERT INTO environments (id, project, slug)
  VALUES (3, 'shop', 'legacy');
INSERT INTO environments (id, project, slug)
  VALUES (4, 'shop', 'empty');
INSERT INTO releases (id, project, fingerprint, content, added_at)
  VALUES (1, 'shop', 'a8c91de70d70262aaeea6dde032dff0343123dc7097259990c76985880b49dc2', '{"commit":null,"complete":true,"django":"5.2","format":"driftboard-frozen/1","label":null,"migrations":[{"app":"orders","atomic":true,"dependencies":[["users","0010_add_unique_id_migration"]],"initial":null,"name":"0001_initial","operations":[],"replaces":[],"run_before":[]},{"app":"orders","atomic":true,"dependencies":[["orders","0001_initial"]],"initial":null,"name":"0002_status","operations":[],"replaces":[],"run_before":[]},{"app":"users","atomic":true,"dependencies":[],"initial":null,"name":"0001_initial","operations":[],"replaces":[],"run_before":[]},{"app":"users","atomic":true,"dependencies":[["users","0001_initial"]],"initial":null,"name":"0010_add_unique_id_migration","operations":[],"replaces":[],"run_before":[]}],"project":"","settings":{},"unmigrated_apps":[],"unreadable":[]}', '2026-06-18 09:14:20.000000');
INSERT INTO labels (id, project, label, release_id, added_at)
  VALUES (1, 'shop', 'v1.2', 1, '2026-06-18 09:14:20.000000');
INSERT INTO labels (id, project, label, release_id, added_at)
  VALUES (2, 'shop', 'release/2', 1, '2026-06-19 06:14:20.000000');
INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows, received_at, seen_at)
  VALUES (1, 1, 1, 1, 0, '6d77264e4cbd930435f7a548fcf8cb631fc3a60429990d26ac78f881a0d0f934', true, 2, '2026-06-19 04:14:20.000000', '2026-06-19 04:14:20.000000');
INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows, received_at, seen_at)
  VALUES (2, 1, 2, 1, 3, '39a0da2fcf1590aaaee22babf95ea891fe9598df83f87f20738a2da121d60aca', true, 3, '2026-06-19 05:14:20.000000', '2026-06-19 09:12:20.000000');
INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows, received_at, seen_at)
  VALUES (3, 2, 1, 1, 0, 'f1bd576b1a2ce76293c9e1d00ebd2d27d408b8b41de2e4a04bb98738e5b1b155', true, 4, '2026-06-19 09:12:20.000000', '2026-06-19 09:12:20.000000');
INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows, received_at, seen_at)
  VALUES (4, 3, 1, 1, 0, 'a8fa2a351bc0328086aaad7992d64a6c7e3b2b39ed96f0b76cea9294b72764e1', true, 5, '2026-06-19 09:12:20.000000', '2026-06-19 09:12:20.000000');
INSERT INTO snapshots (id, environment_id, number, keyframe, weight, fingerprint, has_table, rows, received_at, seen_at)
  VALUES (5, 4, 1, 1, 0, 'fe4c07f571f9e0563a1d33188d74a78fb10605439069b39b9cd1b622cf6f39b7', false, 0, '2026-06-19 09:12:20.000000', '2026-06-19 09:12:20.000000');
INSERT INTO changes (snapshot_id, position, removed, inserted)
  VALUES (1, 0, 0, '[[1,"users","0001_initial","2026-01-05 12:00:00+00:00"],[2,"users","0010_add_unique_id_migration","2026-01-05 12:01:00+00:00"]]');
INSERT INTO changes (snapshot_id, position, removed, inserted)
  VALUES (2, 1, 1, '[[2,"orders","0001_initial","2026-01-05 12:01:00+00:00"],[3,"orders","0002_status","2026-01-05 12:02:00+00:00"]]');
INSERT INTO changes (snapshot_id, position, removed, inserted)
  VALUES (3, 0, 0, '[[1,"users","0001_initial","2026-01-05 12:00:00+00:00"],[2,"users","0010_add_unique_id_migration","2026-01-05 12:01:00+00:00"],[3,"orders","0001_initial","2026-01-05 12:02:00+00:00"],[4,"orders","0002_status","2026-01-05 12:03:00+00:00"]]');
INSERT INTO changes (snapshot_id, position, removed, inserted)
  VALUES (4, 0, 0, '[[1,"users","0001_initial","2026-01-05 12:00:00+00:00"],[2,"users","0010_add_unique_id_migration","2026-01-05 12:01:00+00:00"],[3,"orders","0001_initial","2026-01-05 12:02:00+00:00"],[4,"orders","0002_status","2026-01-05 12:03:00+00:00"],[5,"orders","0003_wip","2026-01-05 12:04:00+00:00"]]');
INSERT INTO failures (id, environment_id, cause, since, last_at, unseen_from, ended_at)
  VALUES (1, 2, 'not-collected', '2026-06-19 00:14:20.000000', '2026-06-19 01:14:20.000000', '2026-06-19 00:29:20.000000', '2026-06-19 01:14:20.000000');
INSERT INTO failures (id, environment_id, cause, since, last_at)
  VALUES (2, 2, 'busy', '2026-06-19 09:13:20.000000', '2026-06-19 09:13:20.000000');
