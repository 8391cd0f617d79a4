package io.postrider.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The classes of a module, so that a test about all of a kind needs no list of them. */
public final class ModuleClasses {
    private static final String CLASS = ".class";

    private ModuleClasses() {}

    /**
     * @param module any class of the module, which may be a folder or a jar
     * @param suffix the end of the simple names, such as {@code Settings}
     * @return the top-level classes so named, by name, not initialized
     */
    public static List<Class<?>> named(Class<?> module, String suffix) {
        Path place = place(module);
        if (Files.isDirectory(place)) {
            return classes(place, module.getClassLoader(), suffix);
        }
        try (FileSystem jar = FileSystems.newFileSystem(place)) {
            return classes(jar.getPath("/"), module.getClassLoader(), suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path place(Class<?> module) {
        try {
            URI location =
                    module.getProtectionDomain().getCodeSource().getLocation().toURI();
            return Path.of(location);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    private static List<Class<?>> classes(Path root, ClassLoader loader, String suffix) {
        try (Stream<Path> files = Files.walk(root)) {
            return files.map(file -> root.relativize(file).toString())
                    .filter(name -> name.endsWith(suffix + CLASS) && !name.contains("$"))
                    .map(name -> name.substring(0, name.length() - CLASS.length())
                            .replace('\\', '/')
                            .replace('/', '.'))
                    .sorted()
                    .<Class<?>>map(name -> load(name, loader))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name, ClassLoader loader) {
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
