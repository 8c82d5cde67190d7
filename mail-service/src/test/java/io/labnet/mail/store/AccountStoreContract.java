package io.labnet.mail.store;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.labnet.mail.account.Account;
import io.labnet.mail.account.AccountStore;
import io.labnet.mail.account.Secret;
import io.labnet.mail.message.Address;
import io.labnet.mail.message.Content;
import io.labnet.mail.message.ReversePath;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every account store must do, beside the mail store of the same accounts. */
interface AccountStoreContract {
    Address CAROL = new Address("carol", "crepes.fr");
    Address DAVE = new Address("dave", "crepes.fr");

    AccountStore accounts();

    MailStore store();

    MailStore reopened();

    @Test
    default void an_account_is_known_by_its_address_after_a_restart() {
        accounts().keep(new Account(CAROL, new Secret("01", "02")));
        reopened().folders(CAROL);

        assertThat(accounts().find(CAROL)).contains(new Account(CAROL, new Secret("01", "02")));
        assertThat(accounts().find(DAVE)).isEmpty();
        assertThat(accounts().all()).map(Account::address).containsExactly(CAROL);
    }

    @Test
    default void a_newer_account_takes_the_place_of_an_older_one() {
        accounts().keep(new Account(CAROL, new Secret("01", "02")));
        accounts().keep(new Account(CAROL, new Secret("03", "04")));

        assertThat(accounts().all()).containsExactly(new Account(CAROL, new Secret("03", "04")));
    }

    @Test
    default void a_forgotten_account_goes_with_its_mail_and_no_other() {
        accounts().keep(new Account(CAROL, new Secret("01", "02")));
        accounts().keep(new Account(DAVE, new Secret("01", "02")));
        var content = Content.of("Hi.".getBytes(ISO_8859_1));
        var both = List.of(CAROL, DAVE);
        store().accept(new Letter(content, "m", ReversePath.NULL, both, List.of()));

        assertThat(accounts().forget(CAROL)).isTrue();
        assertThat(accounts().forget(CAROL)).isFalse();
        assertThat(accounts().all()).map(Account::address).containsExactly(DAVE);
        assertThat(inbox(CAROL)).isEmpty();
        assertThat(inbox(DAVE)).hasSize(1);
    }

    private List<Message> inbox(Address account) {
        return store().messages(store().folder(account, Folder.INBOX).orElseThrow().id());
    }
}
