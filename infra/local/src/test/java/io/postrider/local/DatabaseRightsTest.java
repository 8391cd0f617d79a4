package io.postrider.local;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.testing.ExpectedErrors;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each role may do, over all that is in the schema: a new table has a row in the table of rights, or this fails. */
@ExtendWith(SharedDatabase.class)
@Tag("slow")
class DatabaseRightsTest {
    private static final Path DOCUMENT = Path.of("../docs/security.md");
    private static final List<String> ROLES = List.of("ingest", "router", "sender");
    private static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** A right on the whole table is its name; one on columns is followed by them. */
    private static final String RIGHTS = """
            select string_agg(case
                       when has_table_privilege('%1$s', c.oid, p) then lower(p)
                       else lower(p) || ' (' || columns || ')' end, ', ' order by place)
            from pg_class c,
                 unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'MAINTAIN'])
                     with ordinality as g(p, place),
                 lateral (
                     select string_agg(attname, ', ' order by attnum) as columns from pg_attribute a
                     where a.attrelid = c.oid and attnum > 0 and not attisdropped
                       and p in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                       and has_column_privilege('%1$s', c.oid, attnum, case when p in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                           then p else 'SELECT' end)) columns
            where c.oid = '%2$s'::regclass and (has_table_privilege('%1$s', c.oid, p) or columns is not null)
            """;

    private static LocalDatabase database;

    @BeforeAll
    static void share(LocalDatabase shared) {
        database = shared;
    }

    @Test
    void rightsAreThoseOfTheTable() throws Exception {
        List<String> actual = new ArrayList<>();
        for (String table : all("select relname from pg_class where relnamespace = 'public'::regnamespace"
                + " and relkind in ('r', 'p', 'v', 'm', 'f') and not relispartition order by relname")) {
            StringBuilder row = new StringBuilder("| `%s` |".formatted(table));
            for (String role : ROLES) {
                String rights = all(RIGHTS.formatted(role, table)).get(0);
                row.append(" %s |".formatted(rights == null ? "–" : rights));
            }
            actual.add(row.toString());
        }
        List<String> expected = Files.readAllLines(DOCUMENT).stream()
                .dropWhile(line -> !line.equals("## Database roles"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("## "))
                .filter(line -> line.startsWith("| `"))
                .toList();
        assertEquals(
                String.join("\n", actual),
                String.join("\n", expected),
                "the table of rights in infra/docs/security.md, and R__roles.sql");
    }

    @Test
    void nothingElseIsGranted() throws SQLException {
        for (String role : ROLES) {
            String granted = """
                    select 'sequence ' || relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace
                      and (has_sequence_privilege('%1$s', oid, 'USAGE') or has_sequence_privilege('%1$s', oid, 'UPDATE'))
                    union all select 'function ' || proname from (select * from pg_proc order by proname) p
                      where pronamespace = 'public'::regnamespace and has_function_privilege('%1$s', oid, 'EXECUTE')
                    union all select 'create in schema' where has_schema_privilege('%1$s', 'public', 'CREATE')
                    union all select 'create schema' where has_database_privilege('%1$s', current_database(), 'CREATE')
                    union all select 'temporary tables' where has_database_privilege('%1$s', current_database(), 'TEMPORARY')
                    union all select 'large objects by ' || oid::regprocedure from pg_proc
                      where (proname like 'lo\\_%%' or proname in ('loread', 'lowrite')) and has_function_privilege('%1$s', oid, 'EXECUTE')
                    union all select 'database ' || datname from pg_database where datname <> current_database() and datallowconn
                      and (has_database_privilege('%1$s', oid, 'CONNECT') or has_database_privilege('%1$s', oid, 'TEMPORARY'))
                    union all select 'owns ' || relname from pg_class where relowner = '%1$s'::regrole
                    union all select 'attribute' from pg_roles where rolname = '%1$s'
                      and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
                    union all select 'member of ' || roleid::regrole from pg_auth_members where member = '%1$s'::regrole
                    """.formatted(role);
            List<String> functions =
                    List.of("function first_id_of", "function make_weeks", "function remove_suppression");
            assertEquals(role.equals("ingest") ? functions : List.of(), all(granted), role);
        }
    }

    @Test
    void ownerIsNoSuperuser() throws SQLException {
        assertEquals(
                List.of(),
                all("select rolname from pg_roles where rolname = '" + LocalDatabase.OWNER
                        + "' and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)"));
    }

    static Stream<String> hostile() {
        return Stream.of(
                "drop table delivery",
                "alter table delivery add column x int",
                "alter table suppression disable row level security",
                "drop policy addresses on suppression",
                "create table mine (n int)",
                "create temporary table mine (n int)",
                "create schema mine",
                "create function mine() returns int language sql return 1",
                "create view mine as select * from suppression",
                "create trigger mine before insert on suppression for each row execute function suppress_redundant_updates_trigger()",
                "create index mine on delivery (email)",
                "truncate delivery_event",
                "alter table delivery detach partition delivery_20261130",
                "select make_week('2020-01-01')",
                "truncate suppression",
                "begin; lock table delivery in access exclusive mode",
                "delete from delivery",
                "delete from delivery_event",
                "delete from message",
                "delete from suppression",
                "update suppression set email = '@gmail.com'",
                "update suppression_removal set removed_by = 'somebody'",
                "delete from suppression_removal",
                "insert into suppression_removal (email, reason, origin, created_at, removed_by)"
                        + " values ('a@b.example', '', '', now(), 'somebody')",
                "update delivery set email = 'other@mail.example'",
                "update delivery set message_id = gen_random_uuid()",
                "update message set from_email = 'ceo@shop.example'",
                "update content set body = ''",
                "update delivery_event set reply = ''",
                "insert into flyway_schema_history (installed_rank) values (99)",
                "update flyway_schema_history set success = false",
                "insert into delivery_event (message_id, id, ordinal, type, attempt, at)"
                        + " overriding system value values (gen_random_uuid(), 1, 0, 10, 1, now())",
                "alter role sender superuser",
                "create role mine superuser login",
                "alter database postrider set session_replication_role = replica",
                "set session_replication_role = replica",
                "set role postrider_owner",
                "set session authorization postrider_owner",
                "copy delivery to program 'id'",
                "copy delivery from '/etc/passwd'",
                "select pg_read_file('/etc/hostname')",
                "select rolpassword from pg_authid",
                "alter system set fsync = off",
                "create extension dblink",
                "select lo_creat(-1)",
                "select lo_create(0)",
                "select lo_from_bytea(0, 'x')",
                "select lo_put(1, 0, 'x')",
                "select lowrite(0, 'x')",
                "select lo_open(1, 131072)",
                "select lo_import('/etc/hostname')",
                "select lo_export(1, '/tmp/large')");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void hostileStatementIsRefusedToEachRole(String statement) {
        for (String role : ROLES) {
            refused(role, statement);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"postgres", "template1"})
    void otherDatabasesAreClosedToEachRole(String other) {
        for (String role : ROLES) {
            SQLException refused = assertThrows(
                    SQLException.class,
                    () -> DriverManager.getConnection(database.jdbcUrl(other), role, database.password(role)),
                    role);
            assertEquals(INSUFFICIENT_PRIVILEGE, refused.getSQLState(), () -> role + ": " + refused);
        }
    }

    /** What the operator of another server runs. */
    @Test
    void theDocumentedSetupIsThatOfTheLocalRun() throws Exception {
        String documented = Files.readString(Path.of("../docs/configuration.md"));
        try (InputStream script = LocalDatabase.class.getResourceAsStream(LocalDatabase.SETUP)) {
            assertTrue(documented.contains(new String(script.readAllBytes(), StandardCharsets.UTF_8)));
        }
    }

    /** PostgreSQL does not refuse it, but warns that nothing was granted. */
    @Test
    void rightsCannotBePassedOn() throws SQLException {
        for (String role : ROLES) {
            execute(role, "grant select, insert on delivery to public");
        }
        assertEquals(
                List.of(),
                all(
                        "select relname from pg_class, aclexplode(relacl) where relnamespace = 'public'::regnamespace and grantee = 0"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into message (id, content, from_email, lane, priority, recipients, accepted_at, expires_at)"
                        + " values (gen_random_uuid(), '', 'a@shop.example', 0, 0, 1, now(), now())",
                "insert into delivery (message_id, ordinal, updated_at, email)"
                        + " values (gen_random_uuid(), 0, now(), 'v@mail.example')",
                "insert into content (claim_check, body) values ('', '')",
                "select * from outbox_batch",
                "update outbox_batch set due_at = now()",
                "insert into outbox_batch (published_at) values (now())",
                "delete from outbox_batch",
                "select * from idempotency_key",
                "select * from dead_letter",
                "select from_email from message",
                "update message set halted = 2",
                "update route_suspension set reason = ''",
                "delete from route_suspension",
                "insert into suppression (email, reason, origin) values ('@gmail.com', 'bad_domain', 'bounce')",
                "insert into suppression (email, reason, origin) values ('@', 'bad_domain', 'bounce')",
                "insert into suppression (email, reason, origin) select '@' || 'gmail.com', '', '' on conflict do nothing",
                "insert into domain_evidence (domain, hour, at) values ('gmail.com', now() - interval '80 hours', now())",
                "insert into domain_evidence (domain, at) values ('gmail.com', now() - interval '80 hours')",
                "update domain_evidence set at = now() - interval '80 hours'",
                "select at from domain_evidence",
                "select * from suppression_removal",
                "select make_weeks(4)",
                "select remove_suppression(1, 'a@b.example', 'somebody')",
                "insert into suppression (email, reason, origin, created_at) values ('a@b.example', '', '', now())",
            })
    void whatIsIngestsIsRefusedToRouterAndSender(String statement) {
        refused("router", statement);
        refused("sender", statement);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "select * from content",
                "select * from throttle",
                "insert into outbox_batch (id) values (gen_random_uuid())",
                "update delivery set handed_over_in = gen_random_uuid()",
                "update throttle set factor = 0",
                "insert into route_suspension (route, reason) values ('direct', 'refused')",
                "select * from route_report",
                "delete from route_report"
            })
    void whatIsTheSendersIsRefusedToTheRouter(String statement) {
        refused("router", statement);
    }

    @Test
    void hardBouncesOfAddressesAreRecordedByAll() {
        for (String role : ROLES) {
            assertDoesNotThrow(
                    () -> execute(
                            role,
                            "insert into suppression (email, reason, origin) values ('%s@mail.example', 'bad_mailbox', 'bounce')"
                                    .formatted(role)),
                    role);
        }
    }

    @Test
    @ExpectedErrors("repeatable migration \"roles\" failed")
    void schemaIsNotMadeWithoutItsRoles(@TempDir Path other) throws SQLException {
        LocalDatabase bare = LocalDatabase.start(other);
        try (Connection superuser = DriverManager.getConnection(
                        bare.jdbcUrl(), LocalDatabase.SUPERUSER, bare.password(LocalDatabase.SUPERUSER));
                Statement sql = superuser.createStatement()) {
            sql.execute("alter role router rename to somebody");
            Exception missing = assertThrows(RuntimeException.class, bare::migrate);
            assertTrue(missing.getMessage().contains("there is no role named router"), missing.getMessage());
            assertTrue(missing.getMessage().contains("create role router login"), missing.getMessage());
        } finally {
            bare.stop();
        }
    }

    private static void refused(String role, String statement) {
        SQLException refused = assertThrows(
                SQLException.class, () -> execute(role, statement), () -> role + " may do this: " + statement);
        assertEquals(INSUFFICIENT_PRIVILEGE, refused.getSQLState(), () -> role + ": " + statement + ": " + refused);
    }

    private static void execute(String role, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection(database.jdbcUrl(), role, database.password(role));
                Statement sql = connection.createStatement()) {
            sql.execute(statement);
        }
    }

    private static List<String> all(String query) throws SQLException {
        try (Connection connection = database.connect();
                Statement sql = connection.createStatement();
                ResultSet rows = sql.executeQuery(query)) {
            List<String> all = new ArrayList<>();
            while (rows.next()) {
                all.add(rows.getString(1));
            }
            return all;
        }
    }
}
