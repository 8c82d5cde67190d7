package io.labnet.mail.store;

import io.labnet.mail.account.Account;
import io.labnet.mail.account.AccountStore;
import io.labnet.mail.account.Secret;
import io.labnet.mail.message.Address;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

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
    public void keep(Account account) {
        database.write(connection -> {
            delete(connection, account.address());
            try (var insert =
                    connection.prepareStatement(
                            "INSERT INTO account (address, salt, hash)" + " VALUES (?, ?, ?)")) {
                insert.setString(1, account.address().toString());
                insert.setString(2, account.secret().salt());
                insert.setString(3, account.secret().hash());
                return insert.executeUpdate();
            }
        });
    }

    @Override
    public void forget(Address address) {
        database.write(connection -> {
            for (var folder : FolderTable.all(connection, address)) {
                SqlMailStore.delete(connection, folder.id());
            }
            delete(connection, address);
            return true;
        });
    }

    private static void delete(Connection connection, Address address) throws SQLException {
        try (var delete = connection.prepareStatement("DELETE FROM account WHERE address = ?")) {
            delete.setString(1, address.toString());
            delete.executeUpdate();
        }
    }
}
