package io.labnet.mail.store;

import io.labnet.mail.account.Account;
import io.labnet.mail.account.AccountStore;
import io.labnet.mail.account.Secret;
import io.labnet.mail.message.Address;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Accounts in the same SQL database as their mail. */
public final class SqlAccountStore implements AccountStore {
    private final Database database;

    public SqlAccountStore(Database database) {
        this.database = database;
    }

    @Override
    public List<Account> all() {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement("SELECT address, salt, hash FROM account")) {
                var row = select.executeQuery();
                var found = new ArrayList<Account>();
                while (row.next()) {
                    var secret = new Secret(row.getString("salt"), row.getString("hash"));
                    Address.parse(row.getString("address"))
                            .ifPresent(a -> found.add(new Account(a, secret)));
                }
                return found;
            }
        });
    }

    @Override
    public Optional<Account> find(Address address) {
        return database.read(connection -> {
            try (var select =
                    connection.prepareStatement(
                            "SELECT salt, hash FROM account WHERE address = ?")) {
                select.setString(1, address.toString());
                var row = select.executeQuery();
                return row.next()
                        ? Optional.of(
                                new Account(
                                        address,
                                        new Secret(row.getString("salt"), row.getString("hash"))))
                        : Optional.empty();
            }
        });
    }

    @Override
    public void keep(Account account) {
        database.write(connection -> {
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO account (address, salt, hash) VALUES (?, ?, ?)"
                                    + " ON CONFLICT (address) DO UPDATE"
                                    + " SET salt = excluded.salt, hash = excluded.hash")) {
                insert.setString(1, account.address().toString());
                insert.setString(2, account.secret().salt());
                insert.setString(3, account.secret().hash());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public boolean forget(Address address) {
        return database.write(connection -> {
            for (var folder : FolderTable.all(connection, address)) {
                SqlMailStore.delete(connection, folder.id());
            }
            try (var delete =
                    connection.prepareStatement("DELETE FROM account WHERE address = ?")) {
                delete.setString(1, address.toString());
                return delete.executeUpdate() > 0;
            }
        });
    }
}
