#pragma once
/// The best-known passwords of at least 8 characters, in lower case, from published lists of leaked ones, with the ones
/// usual in Indonesia. Shorter ones are refused by their length.

#include <array>
#include <string_view>

namespace hurtrock::auth {

inline constexpr auto common_passwords = std::to_array<std::string_view>({
    "00000000",   "0123456789",  "0987654321",  "10203040",    "11111111",    "1111111111",  "11112222",   "11223344",
    "1122334455", "12121212",    "123123123",   "12312312",    "12341234",    "123412345",   "12344321",   "123454321",
    "12345678",   "123456789",   "1234567890",  "1234567891",  "12345678910", "123456789a",  "12345678a",  "123456abc",
    "123456qwe",  "1234abcd",    "1234qwer",    "123654789",   "123698745",   "123abc123",   "123qwe123",  "123qweasd",
    "12qwaszx",   "13131313",    "147258369",   "1478523690",  "159357456",   "159753456",   "1q2w3e4r",   "1q2w3e4r5t",
    "1q2w3e4r5t6y", "1qaz2wsx",  "1qaz2wsx3edc", "1qazxsw2",   "20202020",    "22222222",    "22334455",   "23456789",
    "25252525",   "31415926",    "33333333",    "44444444",    "55555555",    "555555555",   "66666666",   "77777777",
    "789456123",  "87654321",    "88888888",    "888888888",   "90909090",    "963852741",   "987654321",  "9876543210",
    "98765432",   "99999999",    "999999999",   "a1234567",    "a12345678",   "a123456789",  "a1b2c3d4",   "aa123456",
    "aa12345678", "aaaaaaaa",    "aaaaaaaaaa",  "abc12345",    "abc123456",   "abcd1234",    "abcd12345",  "abcdefgh",
    "abcdefghi",  "access14",    "adgjmptw",    "admin123",    "admin1234",   "admin12345",  "administrator", "akucinta",
    "akucintakamu", "alexander", "alhamdulillah", "allahuakbar", "anakbaik",  "anthony1",    "arsenal1",   "asd123456",
    "asdasdasd",  "asdf1234",    "asdfasdf",    "asdfghjk",    "asdfghjkl",   "asdfghjkl1",  "asdqwe123",  "bandung123",
    "baseball",   "basketball",  "bestfriend",  "bismillah",   "bismillah1",  "bismillah123", "blink182",  "butterfly",
    "buttercup",  "california",  "changeme",    "changeme123", "charlie1",    "chocolate",   "christian",  "cintaku123",
    "cocacola",   "computer",    "corvette",    "creative",    "danielle",    "dearbook",    "default1",   "diamond1",
    "dinamo123",  "dragon123",   "einstein",    "elephant",    "elizabeth",   "facebook",    "facebook1",  "firebird",
    "football",   "football1",   "forever1",    "freedom1",    "friendship",  "fuckyou1",    "garfield",   "gateway1",
    "ginger123",  "goodluck",    "google123",   "guitar123",   "hallo123",    "hardcore",    "hello123",   "helloworld",
    "iloveyou",   "iloveyou1",   "iloveyou2",   "iloveyou123", "iloveu123",   "indonesia",   "indonesia1", "indonesia123",
    "indonesiaraya", "internet", "jakarta123",  "jennifer",    "jonathan",    "jordan23",    "jordan123",  "katasandi",
    "kambing123", "kawasaki",    "keepcalm",    "kesayangan",  "letmein1",    "letmein123",  "liverpool",  "liverpool1",
    "lovelove",   "loveyou1",    "lol123456",   "maverick",    "mercedes",    "merdeka45",   "merdeka17",  "metallica",
    "metallica1", "michael1",    "michelle",    "midnight",    "minecraft",   "monkey123",   "mustang1",   "mypassword",
    "newpassword", "nicholas",   "nirvana1",    "noname123",   "nusantara",   "ohmygod1",    "p@ssw0rd",   "p@ssword",
    "p@ssw0rd1",  "p@ssw0rd123", "pa55word",    "pa55w0rd",    "passw0rd",    "passw0rd1",   "password",   "password!",
    "password1",  "password1!",  "password12",  "password123", "password1234", "password2",  "password@123", "persib1933",
    "persib123",  "persija1928", "pokemon123",  "porsche911",  "princess",    "princess1",   "q1w2e3r4",   "q1w2e3r4t5",
    "q1w2e3r4t5y6", "qazwsx123", "qazwsxedc",   "qqww1122",    "qwe123456",   "qweasd123",   "qweasdzxc",  "qweqweqwe",
    "qwer1234",   "qwer12345",   "qwert123",    "qwert12345",  "qwerty12",    "qwerty123",   "qwerty1234", "qwerty12345",
    "qwerty123456", "qwertyui",  "qwertyuiop",  "qwertyuiop123", "rahasia1",  "rahasia123",  "rahasiaku",  "rockstar",
    "rockyou1",   "rootroot",    "sandi123",    "samsung1",    "samsung123",  "sayang123",   "sayangku",   "sayangkamu",
    "scorpion",   "secret123",   "semangat",    "semangat45",  "shadow123",   "slipknot",    "soccer123",  "software",
    "spiderman",  "starwars",    "starwars1",   "sunshine",    "sunshine1",   "superman",    "superman1",  "surabaya",
    "temporary",  "terserah",    "test1234",    "test12345",   "testtest",    "tinkerbell",  "trustno1",   "user1234",
    "victoria",   "welcome1",    "welcome123",  "whatever",    "whatever1",   "william1",    "xxxxxxxx",   "yamaha123",
    "zaq12wsx",   "zaq1xsw2",    "zaqxswcde",   "zxcasdqwe",   "zxcvbnm1",    "zxcvbnm123",  "zxczxczxc",
});

} // namespace hurtrock::auth
