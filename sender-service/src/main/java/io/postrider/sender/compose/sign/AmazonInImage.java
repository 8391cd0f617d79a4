package io.postrider.sender.compose.sign;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.graalvm.nativeimage.hosted.Feature;
import org.graalvm.nativeimage.hosted.RuntimeClassInitialization;
import org.graalvm.nativeimage.hosted.RuntimeJNIAccess;
import org.graalvm.nativeimage.hosted.RuntimeReflection;
import org.graalvm.nativeimage.hosted.RuntimeResourceAccess;

/**
 * Adds Amazon's provider to a native image at build time: the library in its jar, the classes that it loads by name,
 * and the exceptions that the library throws. The jar does not declare these itself
 * (corretto/amazon-corretto-crypto-provider, issue 177), and Java's own RSA takes eleven times as long in an image.
 * Named in {@code native-image.properties}.
 */
final class AmazonInImage implements Feature {
    private static final String CLASSES = ".class";

    /** Those that the library refers to by name. */
    private static final List<String> THROWN = List.of(
            "java.lang.ArrayIndexOutOfBoundsException",
            "java.lang.AssertionError",
            "java.lang.Error",
            "java.lang.IllegalArgumentException",
            "java.lang.IllegalStateException",
            "java.lang.NullPointerException",
            "java.lang.OutOfMemoryError",
            "java.security.InvalidKeyException",
            "java.security.SignatureException",
            "java.security.spec.InvalidKeySpecException",
            "javax.crypto.AEADBadTagException",
            "javax.crypto.BadPaddingException",
            "javax.crypto.ShortBufferException");

    @Override
    public void afterRegistration(AfterRegistrationAccess access) {
        // It loads its library in a static initialiser.
        RuntimeClassInitialization.initializeAtRunTime(
                SignatureLibrary.FAST.substring(0, SignatureLibrary.FAST.lastIndexOf('.')));
    }

    @Override
    public void beforeAnalysis(BeforeAnalysisAccess access) {
        Class<?> provider = access.findClassByName(SignatureLibrary.FAST);
        if (provider == null) {
            return; // The build for this platform does not include the provider.
        }
        for (String entry : entriesOfItsJar(provider)) {
            if (entry.endsWith(CLASSES)) {
                String name = entry.substring(0, entry.length() - CLASSES.length());
                register(access.findClassByName(name.replace('/', '.')));
            } else {
                RuntimeResourceAccess.addResource(provider.getModule(), entry);
            }
        }
        THROWN.forEach(name -> register(access.findClassByName(name)));
    }

    private static List<String> entriesOfItsJar(Class<?> provider) {
        String directory = provider.getPackageName().replace('.', '/') + "/";
        try (JarFile jar = new JarFile(Path.of(provider.getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI())
                .toFile())) {
            return Collections.list(jar.entries()).stream()
                    .filter(entry -> !entry.isDirectory())
                    .map(JarEntry::getName)
                    .filter(name -> name.startsWith(directory))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void register(Class<?> type) {
        RuntimeReflection.register(type);
        RuntimeReflection.register(type.getDeclaredConstructors());
        RuntimeReflection.register(type.getDeclaredMethods());
        RuntimeJNIAccess.register(type);
        RuntimeJNIAccess.register(type.getDeclaredConstructors());
        RuntimeJNIAccess.register(type.getDeclaredMethods());
    }
}
