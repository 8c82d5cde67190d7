package io.labnet.mail.account;

import io.labnet.mail.message.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** All accounts, as the store knows them: others may add some at any time. */
public final class Accounts {
    // Checked when there is no such account, so that a stranger cannot tell by the time it takes.
    private static final Secret NOBODY = new Secret("00".repeat(16), "00".repeat(32));

    private final AccountStore store;

    public Accounts(AccountStore store) {
        this.store = store;
    }

    /** In the order of their addresses. */
    public List<Account> all() {
        var byAddress = Comparator.comparing((Account a) -> a.address().toString());
        return store.all().stream().sorted(byAddress).toList();
    }

    public boolean has(Address address) {
        return store.find(address.normalized()).isPresent();
    }

    /** Adds an account, or changes the password of one. */
    public Account put(Address address, String password) {
        var old = store.find(address.normalized());
        if (old.isPresent() && old.get().secret().matches(password)) {
            return old.get();
        }
        var account = new Account(address, Secret.of(password));
        store.keep(account);
        return account;
    }

    /** Removes an account with its mail; false when there is none. */
    public boolean remove(Address address) {
        return store.forget(address.normalized());
    }

    /**
     * The address of who says this name and password.
     *
     * @param name an address, or what stands before the @ of one
     * @param domain the domain of the server that asks; others' accounts do not count
     */
    public Optional<Address> authenticate(String name, String password, String domain) {
        var address = Address.parse(name.contains("@") ? name : name + "@" + domain);
        var account =
                address.filter(a -> a.domain().equals(domain))
                        .flatMap(a -> store.find(a.normalized()));
        var secret = account.map(Account::secret).orElse(NOBODY);
        var right = secret.matches(password);
        return account.filter(_ -> right).map(Account::address);
    }
}
