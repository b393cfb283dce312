# Sourced by ./dev check: formatting, static analysis, fuzzing and races; one summary line each. A finding fails the check,
# except the formatting, which the tree does not follow everywhere and which is therefore told as a warning.
# `./dev check shell cppcheck` runs some only; HURTROCK_FUZZ_SECONDS, HURTROCK_TIDY_SECONDS and HURTROCK_CYCLES bound the
# long ones. lifecycle builds the whole product twice more and takes an hour: only when asked for by name.

readonly fuzz_seconds=${HURTROCK_FUZZ_SECONDS:-30} # for each target
readonly tidy_seconds=${HURTROCK_TIDY_SECONDS:-540}
readonly lifecycle_cycles=${HURTROCK_CYCLES:-1000} # about an hour on two cores
readonly fuzz_folder=$build/fuzz tsan_folder=$build/tsan
declare -a summary=()
failed=0

# What a bug hides behind; left out is what only disagrees with the style of this tree.
tidy_checks='-*,bugprone-*,performance-*,cert-*'
tidy_checks+=',-bugprone-easily-swappable-parameters'    # would forbid f(width, height)
tidy_checks+=',-bugprone-exception-escape'               # reports every main() and destructor that allocates
tidy_checks+=',-bugprone-narrowing-conversions'          # -Wconversion's business; reports each char - '0'
tidy_checks+=',-bugprone-implicit-widening-of-multiplication-result'
tidy_checks+=',-bugprone-branch-clone'                   # switches that list their cases
tidy_checks+=',-bugprone-unchecked-optional-access'      # clang 14's cannot follow a check into a lambda
tidy_checks+=',-cert-err58-cpp'                          # static constants that may throw before main()
tidy_checks+=',-cert-dcl21-cpp,-cert-dcl50-cpp'          # withdrawn, and C's variadic functions
tidy_checks+=',-cert-err33-c'                            # unused results of fprintf
tidy_checks+=',-cert-msc32-c,-cert-msc51-cpp'            # seeds of generators that are not for secrets
tidy_checks+=',-bugprone-macro-parentheses'               # HURTROCK_PLUGIN(Type) takes a type
tidy_checks+=',-performance-no-int-to-ptr'
tidy_checks+=',-performance-inefficient-string-concatenation' # a + b + c in messages reads best
readonly tidy_checks

# name, ok|warning|failed, words
conclude() {
    summary+=("$(printf '%-10s %-8s %s' "$1" "$2" "$3")")
    say "$2${3:+ ($3)}"
    [ "$2" != FAILED ] || failed=$((failed + 1))
}

# name, command…: as suite in tests/run.sh; what the command prints last on "SUMMARY: …" is told.
check() {
    local name=$1 log=$build/check-$1.log told
    shift
    printf '%-10s ' "$name" >&2
    if "$@" >"$log" 2>&1; then
        told=$(sed -n 's/^SUMMARY: //p' "$log" | tail -n 1)
        conclude "$name" ok "$told"
    else
        tail -n "${HURTROCK_TEST_TAIL:-60}" "$log" >&2
        conclude "$name" FAILED "see $log"
    fi
}

tracked() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r file; do [ -f "$file" ] && echo "$file"; done; }

formatting() {
    local off
    printf '%-10s ' formatting >&2
    off=$(tracked '*.cpp' '*.hpp' | xargs clang-format --dry-run 2>&1 | sed -n 's/^\([^:]*\):[0-9]*:[0-9]*: warning: code should be.*/\1/p' | sort -u | tee "$build/check-formatting.log" | wc -l)
    if [ "$off" = 0 ]; then
        conclude formatting ok ""
    else
        conclude formatting warning "$off files are not as clang-format would have them: $build/check-formatting.log"
    fi
}

shell_scripts() {
    local -a scripts
    mapfile -t scripts < <(echo dev; tracked '*.sh')
    # SC1091: sourced files are checked by themselves; SC2154: they use what ./dev defines; SC2034: and it what they define.
    shellcheck --shell=bash --exclude=SC1091,SC2154,SC2034 "${scripts[@]}" && echo "SUMMARY: ${#scripts[@]} scripts"
}

cpp_check() {
    # Suppressed is what cppcheck 2.10 takes wrongly from C++20 (ternaries of texts, references from emplace_back, moves in
    # the head of a range-for); clang-tidy looks for the same with a compiler's eyes.
    cppcheck --quiet --language=c++ --std=c++20 -j "$jobs" --enable=warning,performance,portability --inline-suppr \
        --suppress=unknownMacro --suppress=internalAstError --suppress=syntaxError --suppress=cppcheckError \
        --suppress=accessMoved --suppress=returnDanglingLifetime --suppress=danglingTempReference \
        --suppress=returnStdMoveLocal --suppress=incorrectStringBooleanError --suppress=CastIntegerToAddressAtReturn \
        --suppress=passedByValue --suppress=missingReturn --suppress=noExplicitConstructor --suppress=uninitMemberVar \
        --suppress=useInitializationList \
        --template='{file}:{line}: {severity}: {message} [{id}]' \
        -I . -I sdk/include -i node_modules --error-exitcode=1 core sdk/src plugins && echo "SUMMARY: core, sdk, plugins"
}

configure_clang() { # the compile commands clang-tidy reads, and the fuzz targets
    cmake -S . --preset fuzz -B "$fuzz_folder" -G Ninja
}

# Files found clean are remembered until they, a header or the checks change, so that a run cut off by the time goes on
# where the last one stopped.
tidy() {
    local headers clean=$build/tidy-clean begin deadline file key list=$build/tidy-list total
    mkdir -p "$clean"
    command -v clang-tidy >/dev/null && configure_clang || return 1
    # Plugins ask for g++'s option by name.
    mkdir -p "$fuzz_folder/tidy"
    sed 's/ -fno-gnu-unique//g' "$fuzz_folder/compile_commands.json" >"$fuzz_folder/tidy/compile_commands.json"
    headers=$(tracked '*.hpp' | xargs cat | sha256sum | cut -c1-16)
    begin=$(date +%s)
    deadline=$((begin + tidy_seconds))
    tracked 'core/**.cpp' 'plugins/**.cpp' 'sdk/src/*.cpp' | grep -v '/tests/' >"$list.all"
    total=$(wc -l <"$list.all")
    while read -r file; do
        key=$(echo "$headers $tidy_checks $(sha256sum "$file")" | sha256sum | cut -c1-32)
        [ -f "$clean/$key" ] || echo "$file $key"
    done <"$list.all" >"$list"
    export fuzz_folder tidy_checks clean deadline
    # shellcheck disable=SC2016
    xargs -r -P "$jobs" -L 1 bash -c '
        [ "$(date +%s)" -lt "$deadline" ] || exit 0
        # Its clang refuses some C++20 that g++ takes (a structured binding in a lambda): that is no finding.
        out=$(clang-tidy --quiet -p "$fuzz_folder/tidy" --checks="$tidy_checks" --header-filter="/(core|plugins|sdk)/" "$0" 2>/dev/null)
        if printf "%s\n" "$out" | grep -qE "\[(bugprone|performance|cert)-"; then
            printf "%s\n" "$out"
            exit 1
        fi
        : >"$clean/$1"' <"$list" || return 1
    while read -r file key; do [ -f "$clean/$key" ] || echo "$file"; done <"$list" >"$list.left"
    if [ -s "$list.left" ]; then echo "not reached in $tidy_seconds s; the next run goes on there:"; cat "$list.left"; fi
    echo "SUMMARY: $((total - $(wc -l <"$list.left"))) of $total files"
}

# target: starts from the seeds of the tree and from what earlier runs found, keeps what crashes under build/.
fuzz_one() {
    local name=$1 found=$build/fuzz-corpus/$1
    shift
    mkdir -p "$found" "$build/fuzz-findings"
    "$fuzz_folder/${name}_fuzz" -max_total_time="$fuzz_seconds" -timeout=10 -rss_limit_mb=2048 -max_len=8192 -verbosity=0 \
        -print_final_stats=1 -dict="tests/fuzz/$name.dict" -artifact_prefix="$build/fuzz-findings/$name-" \
        "$found" "tests/fuzz/corpus/$name" "$@"
}

fuzz() {
    local templates=$build/fuzz-templates name
    configure_clang && ninja -C "$fuzz_folder" -j "$jobs" fuzz_programs || return 1
    rm -rf "$templates" && mkdir -p "$templates"
    tracked '*.html' | while read -r name; do cp "$name" "$templates/${name//\//_}"; done
    fuzz_one http_parser && fuzz_one template "$templates" && echo "SUMMARY: http_parser and template, $fuzz_seconds s each, nothing found"
}

races() {
    local name
    cmake -S . --preset tsan -B "$tsan_folder" -G Ninja && ninja -C "$tsan_folder" -j "$jobs" http_test db_test template_test || return 1
    for name in template_test http_test db_test; do
        echo "== $name"
        TSAN_OPTIONS="suppressions=$root/tests/security/tsan.supp exitcode=66" "$tsan_folder/$name" || return 1
    done
    echo "SUMMARY: http_test, db_test and template_test under ThreadSanitizer"
}

# The whole product, host and plugins, built with a sanitizer, and plugins that come, go and change in it under load.
lifecycle_in() { # build folder
    HURTROCK_BUILD=$1 HURTROCK_CYCLES=$lifecycle_cycles PYTHONDONTWRITEBYTECODE=1 \
        ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 \
        LSAN_OPTIONS="suppressions=$root/tests/leaks.supp:print_suppressions=0" \
        TSAN_OPTIONS="suppressions=$root/tests/security/tsan.supp exitcode=66" \
        /usr/bin/python3 -m pytest -q -s -p no:cacheprovider tests/integration/test_lifecycle.py -k under_load
}

lifecycle() {
    # Apart from the trees of the unit tests: the folder's name tells the test that times are a sanitizer's.
    local asan=$build/asan-shop tsan=$build/tsan-shop folder
    cmake -S . --preset sanitize -B "$asan" -DHURTROCK_TESTS=OFF && ninja -C "$asan" -j "$jobs" || return 1
    cmake -S . --preset tsan -B "$tsan" -DHURTROCK_TESTS=OFF && ninja -C "$tsan" -j "$jobs" || return 1
    for folder in "$asan" "$tsan" "$build"; do
        [ "$folder" = "$build" ] || ln -sfn "$build/web" "$folder/web"
        echo "== $folder"
        lifecycle_in "$folder" || return 1
    done
    echo "SUMMARY: $lifecycle_cycles cycles each under AddressSanitizer, under ThreadSanitizer and as released"
}

lighthouse() { HURTROCK_BUILD=$build PATH="$root/web/node_modules/node/bin:$PATH" node tests/e2e/lighthouse.mjs && echo "SUMMARY: done"; }
house_rules() { PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 -m pytest -q -p no:cacheprovider tests/rules && echo "SUMMARY: tests/rules"; }

abi() { /usr/bin/python3 sdk/abi/report.py --work "$build/abi" "$@"; }

run_checks() {
    local -a wanted
    local name
    install_packages check
    mkdir -p "$build"
    if [ "${1:-}" = abi ]; then
        abi "${@:2}"
        return
    fi
    wanted=("$@")
    [ ${#wanted[@]} -gt 0 ] || read -r -a wanted <<<"${HURTROCK_CHECKS:-formatting rules shell abi cppcheck tidy fuzz races lighthouse}"
    for name in "${wanted[@]}"; do
        case $name in
        formatting) formatting ;;
        rules) check rules house_rules ;;
        shell) check shell shell_scripts ;;
        abi) check abi abi ;;
        cppcheck) check cppcheck cpp_check ;;
        tidy) check tidy tidy ;;
        fuzz) check fuzz fuzz ;;
        races) check races races ;;
        lifecycle)
            make_web_assets
            build_release all
            check lifecycle lifecycle
            ;;
        lighthouse)
            # It measures the built program.
            if [ -f tests/e2e/lighthouse.mjs ]; then
                make_web_assets
                build_release all
                check lighthouse lighthouse
            fi
            ;;
        *) die "unknown check $name; there are: formatting rules shell abi cppcheck tidy fuzz races lighthouse lifecycle" ;;
        esac
    done
    printf '\n%s\n' "${summary[@]}"
    echo "$((${#summary[@]} - failed)) passed, $failed failed"
    [ "$failed" = 0 ]
}
