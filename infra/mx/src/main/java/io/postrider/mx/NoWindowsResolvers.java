package io.postrider.mx;

import com.oracle.svm.core.annotate.Substitute;
import com.oracle.svm.core.annotate.TargetClass;
import java.net.InetSocketAddress;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.config.ResolverConfigProvider;

/**
 * For native images only, instead of the class of dnsjava that asks Windows for its name servers by way of JNA: an image holds
 * every class that is mentioned, and JNA is not among our libraries.
 */
@TargetClass(className = "org.xbill.DNS.config.WindowsResolverConfigProvider")
@Substitute
final class NoWindowsResolvers implements ResolverConfigProvider {
    @Substitute
    NoWindowsResolvers() {}

    @Substitute
    @Override
    public void initialize() {}

    @Substitute
    @Override
    public List<InetSocketAddress> servers() {
        return List.of();
    }

    @Substitute
    @Override
    public List<Name> searchPaths() {
        return List.of();
    }

    @Substitute
    @Override
    public boolean isEnabled() {
        return false;
    }
}
