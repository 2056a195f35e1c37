#!/usr/bin/env node
// Starts the program of the package for this host. What it makes (`linkshim links`, the linker that `cargo linkshim` sets)
// names that program itself, so no link of a build passes through here.
'use strict'
const { spawn } = require('child_process')
const { constants } = require('os')
const path = require('path')

const host = `@linkshim/linux-${process.arch}`

function programOf(name) {
  try {
    return path.join(path.dirname(require.resolve(`${name}/package.json`)), 'bin', 'linkshim')
  } catch {
    return undefined
  }
}

function giveUp(sentence, ...lines) {
  console.error([`linkshim: error: ${sentence}`, ...lines.map((line) => `  ${line}`)].join('\n'))
  process.exit(1)
}

const program = process.platform === 'linux' ? programOf(host) : undefined
if (!program) {
  const known = process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
  if (!known) giveUp(`there is no linkshim for ${process.platform} on ${process.arch}`, 'hosts: Linux on x64 and arm64')
  giveUp(`the package ${host} is not installed`, 'reason: optional dependencies were left out, or node_modules is another host\'s',
    'try: npm install --include=optional linkshim')
}

const isCargo = path.basename(process.argv[1]).startsWith('cargo-linkshim')
const child = spawn(program, process.argv.slice(2), { stdio: 'inherit', argv0: isCargo ? 'cargo-linkshim' : 'linkshim' })
child.on('error', (error) => giveUp(`${program} could not be started`, `reason: ${error.message}`))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
child.on('exit', (status, signal) => process.exit(signal ? 128 + constants.signals[signal] : status))
