-- What GET /v1/messages searches by. Each index has the newest messages of one recipient, campaign or tag side by side, since ids grow
-- with time: a page costs the same however much is stored. infra/docs/adr/019-search.md has what an entry costs.

-- 8 bytes of the address's key (io.postrider.contract.AddressKey) and not the key: an entry is smaller, and of one size. Addresses of
-- ASCII, nearly all, skip the normalization, which takes 15 microseconds each.
create index delivery_recipient on delivery (
    hashtextextended(case when octet_length(email) = length(email) then lower(email collate "C")
        else translate(normalize(translate(lower(email collate "C"), U&'\212A\037E\1FEF', U&'\F8FD\F8FE\F8FF'), nfc),
                       U&'\F8FD\F8FE\F8FF', U&'\212A\037E\1FEF') end, 0),
    message_id);

create index message_campaign on message (campaign, id) where campaign is not null;

-- A row for each tag of a message, under the hash of "name:value".
create table message_tag (
    tag        bigint not null,
    message_id uuid   not null,
    primary key (tag, message_id)
);
insert into message_tag (tag, message_id)
select distinct hashtextextended(t.key || ':' || t.value, 0), m.id from message m, jsonb_each_text(m.tags) t;
