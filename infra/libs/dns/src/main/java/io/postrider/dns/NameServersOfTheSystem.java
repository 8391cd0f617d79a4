package io.postrider.dns;

import com.oracle.svm.core.annotate.Alias;
import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.config.ResolvConfResolverConfigProvider;

/**
 * For native images only: dnsjava reads the system's name servers from {@code /etc/resolv.conf} only. Its other sources
 * (Windows through JNA, Android, JNDI) refer to classes that we do not have, and an image needs every class that is
 * referred to.
 */
@TargetClass(className = "org.xbill.DNS.ResolverConfig")
final class NameServersOfTheSystem {
    @Alias
    private List<InetSocketAddress> servers;

    @Alias
    private List<Name> searchlist;

    @Alias
    private int ndots;

    @Substitute
    NameServersOfTheSystem() {
        ResolvConfResolverConfigProvider file = new ResolvConfResolverConfigProvider();
        file.initialize();
        servers = new ArrayList<>(file.servers());
        searchlist = new ArrayList<>(file.searchPaths());
        ndots = file.ndots();
        if (servers.isEmpty()) {
            servers.add(new InetSocketAddress(InetAddress.getLoopbackAddress(), SimpleResolver.DEFAULT_PORT));
        }
    }
}
