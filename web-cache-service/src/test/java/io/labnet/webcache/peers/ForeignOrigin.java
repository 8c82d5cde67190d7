package io.labnet.webcache.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** A web server of others at a port of 127.0.0.1, with a folder of files. */
public final class ForeignOrigin implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String APACHE_MODULES = "/usr/lib/apache2/modules";

    private final int port;
    private final Path folder;
    private final Process process;

    private ForeignOrigin(int port, Path folder, List<String> command) throws IOException {
        this.port = port;
        this.folder = folder;
        process = Program.start(folder.resolve("said"), command);
        await().atMost(PATIENCE).until(() -> !process.isAlive() || isListening());
        assertThat(process.isAlive()).as(Files.readString(folder.resolve("said"))).isTrue();
    }

    /**
     * Starts nginx.
     *
     * @param home for a folder of its own
     * @param directives of its server
     */
    public static ForeignOrigin nginx(Path home, String directives) throws IOException {
        var program = Program.required("nginx");
        var folder = prepared(home.resolve("nginx"));
        var port = freePort();
        var conf =
                Files.writeString(
                        folder.resolve("nginx.conf"),
                        asRoot("user root;\n") + nginxConf(folder, port) + directives + "\n}}\n");
        var log = folder.resolve("error.log").toString();
        return new ForeignOrigin(port, folder, List.of(program, "-e", log, "-c", conf.toString()));
    }

    private static String nginxConf(Path folder, int port) {
        return """
        daemon off;
        worker_processes 1;
        pid %1$s/pid;
        error_log %1$s/error.log;
        events { worker_connections 256; }
        http {
          types {
            text/html html; text/plain txt; text/css css; text/javascript js; image/svg+xml svg;
          }
          log_format asked '$request_method $request_uri $status';
          access_log %1$s/asked asked;
          client_body_temp_path %1$s/body;
          proxy_temp_path %1$s/proxy;
          fastcgi_temp_path %1$s/fastcgi;
          uwsgi_temp_path %1$s/uwsgi;
          scgi_temp_path %1$s/scgi;
          server {
            listen 127.0.0.1:%2$d;
            root %1$s/files;
        """
                .formatted(folder, port);
    }

    /**
     * Starts Apache httpd.
     *
     * @param home for a folder of its own
     * @param modules beside those that no server goes without
     * @param directives of the server
     */
    public static ForeignOrigin apache(Path home, List<String> modules, String directives)
            throws IOException {
        var program = Program.required("apache2", "httpd");
        var folder = prepared(home.resolve("apache"));
        var port = freePort();
        var conf = new StringBuilder(apacheConf(folder, port));
        for (var module : modules) {
            conf.append(
                    "LoadModule %1$s_module %2$s/mod_%1$s.so\n".formatted(module, APACHE_MODULES));
        }
        conf.append(asRoot("User www-data\nGroup www-data\n")).append(directives).append('\n');
        var file = Files.writeString(folder.resolve("apache.conf"), conf);
        return new ForeignOrigin(
                port, folder, List.of(program, "-DFOREGROUND", "-f", file.toString()));
    }

    private static String apacheConf(Path folder, int port) {
        return """
        ServerRoot %1$s
        DefaultRuntimeDir %1$s
        PidFile %1$s/pid
        Mutex file:%1$s default
        Listen 127.0.0.1:%2$d
        ServerName origin.test
        LoadModule mpm_event_module %3$s/mod_mpm_event.so
        LoadModule authz_core_module %3$s/mod_authz_core.so
        LoadModule mime_module %3$s/mod_mime.so
        LoadModule dir_module %3$s/mod_dir.so
        StartServers 1
        ThreadsPerChild 16
        MaxRequestWorkers 16
        TypesConfig /dev/null
        AddType text/html html
        AddType text/plain txt
        LogFormat "%%m %%U %%>s" asked
        CustomLog %1$s/asked asked
        ErrorLog %1$s/error.log
        DocumentRoot %1$s/files
        """
                .formatted(folder, port, APACHE_MODULES);
    }

    // Apache's children are nobody in particular, who must get at the files all the same.
    private static Path prepared(Path folder) throws IOException {
        Files.createDirectories(folder.resolve("files"));
        var open = PosixFilePermissions.fromString("rwxr-xr-x");
        for (var each : List.of(folder.getParent(), folder, folder.resolve("files"))) {
            Files.setPosixFilePermissions(each, open);
        }
        return folder;
    }

    private static String asRoot(String lines) {
        return "root".equals(System.getProperty("user.name")) ? lines : "";
    }

    // Below the range from which systems give out ports by themselves.
    private static int freePort() throws IOException {
        var random = new SecureRandom();
        while (true) {
            var port = random.nextInt(12_000, 30_000);
            try (var tried = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return tried.getLocalPort();
            } catch (BindException taken) {
                // Another one, then.
            }
        }
    }

    private boolean isListening() {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Puts a file into its folder, as one that was last changed then. */
    public void place(String name, String text, Instant changed) throws IOException {
        var file = folder.resolve("files").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(changed));
    }

    public int port() {
        return port;
    }

    /** A URL of it, by the name that a test's proxy knows. */
    public String url(String path) {
        return "http://origin.test:" + port + path;
    }

    /** Whatever it was asked and has answered: method, path and status, in the order of answers. */
    public List<String> asked() throws IOException {
        return Files.readAllLines(folder.resolve("asked"));
    }

    /** What it was asked for paths that begin so. */
    public List<String> asked(String prefix) throws IOException {
        return asked().stream().filter(line -> line.contains(" " + prefix)).toList();
    }

    @Override
    public void close() {
        Program.end(process);
    }
}
