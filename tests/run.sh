# Sourced by ./dev test: which suites there are, how each runs, and one summary line a suite.

readonly python=/usr/bin/python3 # Debian's, which has the packages of packages.txt
declare -a summary=()
failed=0

# name, command…: runs a suite with its output kept, shows the end of it when it fails.
suite() {
    local name=$1 started log counted
    shift
    started=$(date +%s)
    log=$build/test-$name.log
    printf '%-12s ' "$name" >&2
    if "$@" >"$log" 2>&1; then
        counted=$(grep -aE '^([0-9]+ passed|100% tests passed|# pass|ℹ pass|=+ .*passed|PASS)' "$log" | tail -n 1 | tr -d '=' | sed 's/^ *//')
        summary+=("$(printf '%-12s ok      %s (%s s)' "$name" "$counted" "$(seconds_since "$started")")")
        say "ok (${counted:-done}, $(seconds_since "$started") s)"
    else
        failed=$((failed + 1))
        summary+=("$(printf '%-12s FAILED  see %s' "$name" "$log")")
        say "FAILED"
        tail -n "${HURTROCK_TEST_TAIL:-80}" "$log" >&2
    fi
}

pytest() { "$python" -m pytest -q -p no:cacheprovider "$@"; }
in_web_node() { PATH="$root/web/node_modules/node/bin:$PATH" "$@"; }

rules() { pytest tests/rules demo && node --test demo/drawings/ && echo "PASS rules of the house, demo catalog, drawings"; }
unit() { ctest --test-dir "$sanitized" -j 2 --output-on-failure --no-tests=error -LE slow; }
template() { HURTROCK_TEMPLATE_RENDER=$sanitized/template_render pytest tests/integration/test_template_differential.py; }
integration() { HURTROCK_BUILD=$build pytest tests/integration --ignore tests/integration/test_template_differential.py; }
simulators() { (shopt -s globstar && in_web_node node --test tests/simulators/**/*.test.mjs); }
e2e() { HURTROCK_BUILD=$build in_web_node node tests/e2e/run.mjs; }
of_plugin() {
    ctest --test-dir "$sanitized" --output-on-failure --no-tests=ignore -R "^$1\$" &&
        { [ ! -f "tests/integration/test_$1.py" ] || HURTROCK_BUILD=$build pytest "tests/integration/test_$1.py"; }
}

run_tests() {
    local -a wanted=("$@")
    [ ${#wanted[@]} -gt 0 ] || wanted=(rules unit template simulators integration e2e)
    export PYTHONDONTWRITEBYTECODE=1 HURTROCK_BUILD=$build
    # Sanitizers stop at the first finding; leaks of libraries we do not own are listed there, with the reason.
    export ASAN_OPTIONS=detect_leaks=1:abort_on_error=0 UBSAN_OPTIONS=print_stacktrace=1 LSAN_OPTIONS=suppressions=$root/tests/leaks.supp:print_suppressions=0

    case " ${wanted[*]} " in *" rules "*) suite rules rules ;; esac
    case " ${wanted[*]} " in *" unit "* | *" template "*) build_sanitized unit_tests ;; esac
    case " ${wanted[*]} " in *" unit "*) suite unit unit ;; esac
    case " ${wanted[*]} " in *" template "*) suite template template ;; esac
    case " ${wanted[*]} " in *" simulators "*) suite simulators simulators ;; esac
    case " ${wanted[*]} " in *" integration "* | *" e2e "*) build_release all ;; esac
    case " ${wanted[*]} " in *" integration "*) suite integration integration ;; esac
    case " ${wanted[*]} " in *" e2e "*) suite e2e e2e ;; esac
    for name in "${wanted[@]}"; do
        [ -d "plugins/$name" ] || continue
        build_sanitized unit_tests
        build_release all
        suite "$name" of_plugin "$name"
    done

    printf '\n%s\n' "${summary[@]}"
    echo "$((${#summary[@]} - failed)) passed, $failed failed"
    [ "$failed" = 0 ]
}
