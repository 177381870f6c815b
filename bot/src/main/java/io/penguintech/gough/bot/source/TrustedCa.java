package io.penguintech.gough.bot.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Proxy;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.eclipse.jgit.transport.http.HttpConnection;
import org.eclipse.jgit.transport.http.HttpConnectionFactory;
import org.eclipse.jgit.transport.http.JDKHttpConnectionFactory;

/**
 * Certificates of a forge's own authority, trusted for that forge only and instead of the public ones.
 *
 * @param file PEM, one or many certificates
 */
record TrustedCa(Path file) {
    /** Connections that trust these certificates. */
    HttpConnectionFactory connections() {
        var managers = trust();
        var plain = new JDKHttpConnectionFactory();
        return new HttpConnectionFactory() {
            @Override
            public HttpConnection create(URL url) throws IOException {
                return configured(plain.create(url));
            }

            @Override
            public HttpConnection create(URL url, Proxy proxy) throws IOException {
                return configured(plain.create(url, proxy));
            }

            private HttpConnection configured(HttpConnection connection) throws IOException {
                try {
                    connection.configure(null, managers, null);
                    return connection;
                } catch (GeneralSecurityException e) {
                    throw new IOException("cannot use the certificates in " + file, e);
                }
            }
        };
    }

    /** The certificates as trust managers. */
    TrustManager[] trust() {
        try (var in = Files.newInputStream(file)) {
            var store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in))
                store.setCertificateEntry("ca" + number++, certificate);
            if (number == 0) throw new IOException(file + " holds no certificate in PEM form");
            var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            return factory.getTrustManagers();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the certificates in " + file, e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("cannot use the certificates in " + file, e);
        }
    }
}
