package io.postrider.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.postrider.files.FileException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SitesFileTest {
    @TempDir
    Path folder;

    private Path file(String yaml) throws IOException {
        return Files.writeString(folder.resolve("sites.yaml"), yaml);
    }

    @Test
    void theLargeProvidersAreKnownByDomainAndByMailServer() {
        Sites sites = SitesFile.shipped();
        assertEquals("gmail", sites.ofDomain("googlemail.com").orElseThrow().name());
        assertEquals("gmail", sites.ofMx("aspmx.l.google.com").orElseThrow().name());
        assertEquals(
                "microsoft365",
                sites.ofMx("shop-example.mail.protection.outlook.com")
                        .orElseThrow()
                        .name());
        assertTrue(sites.ofDomain("mail.example").isEmpty());
        assertTrue(sites.ofMx("mx.notgoogle.com").isEmpty());
        assertTrue(sites.all().stream().allMatch(site -> site.shaping().rate() != null));
    }

    @Test
    void anOperatorsSiteReplacesTheShippedOneOfItsName() throws IOException {
        Sites sites = SitesFile.read(file("""
                sites:
                  - {name: gmail, domains: [gmail.com], mx: [google.com], rate: 500/s}
                  - {name: here, domains: [here.example], max_connections: 2}
                """));
        assertEquals(500, sites.named("gmail").orElseThrow().shaping().rate().perSecond());
        assertEquals(2, sites.ofDomain("here.example").orElseThrow().shaping().maxConnections());
        assertEquals("yahoo", sites.ofDomain("aol.com").orElseThrow().name());
    }

    @Test
    void aDomainIsAtOneSite() throws IOException {
        Path file = file("sites: [{name: mine, domains: [gmail.com]}]");
        String fault =
                assertThrows(FileException.class, () -> SitesFile.read(file)).getMessage();
        assertTrue(fault.contains("domain gmail.com belongs to the sites gmail and mine"), fault);
    }

    @Test
    void aSiteWithoutDomainsAndServersIsRefused() throws IOException {
        Path file = file("sites: [{name: mine}]");
        String fault =
                assertThrows(FileException.class, () -> SitesFile.read(file)).getMessage();
        assertTrue(fault.contains("sites[0].domains or mx must name at least one"), fault);
    }
}
