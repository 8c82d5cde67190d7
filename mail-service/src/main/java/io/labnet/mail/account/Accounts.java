package io.labnet.mail.account;

import io.labnet.mail.message.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** All accounts of all servers here. */
public final class Accounts {
    // Checked when there is no such account, so that a stranger cannot tell by the time it takes.
    private static final Secret NOBODY = new Secret("00".repeat(16), "00".repeat(32));

    private final ConcurrentHashMap<Address, Account> known = new ConcurrentHashMap<>();
    private final AccountStore store;

    /** Begins with the accounts that the store remembers. */
    public Accounts(AccountStore store) {
        this.store = store;
        store.all().forEach(account -> known.put(account.address(), account));
    }

    /** In the order of their addresses. */
    public List<Account> all() {
        var byAddress = Comparator.comparing((Account a) -> a.address().toString());
        return known.values().stream().sorted(byAddress).toList();
    }

    public boolean has(Address address) {
        return known.containsKey(address.normalized());
    }

    /** Adds an account, or changes the password of one. */
    public Account put(Address address, String password) {
        var old = known.get(address.normalized());
        if (old != null && old.secret().matches(password)) {
            return old;
        }
        var account = new Account(address, Secret.of(password));
        store.keep(account);
        known.put(account.address(), account);
        return account;
    }

    /** Removes an account with its mail; false when there is none. */
    public boolean remove(Address address) {
        if (known.remove(address.normalized()) == null) {
            return false;
        }
        store.forget(address.normalized());
        return true;
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
                address.filter(a -> a.domain().equals(domain)).map(a -> known.get(a.normalized()));
        var secret = account.map(Account::secret).orElse(NOBODY);
        var right = secret.matches(password);
        return account.filter(_ -> right).map(Account::address);
    }
}
