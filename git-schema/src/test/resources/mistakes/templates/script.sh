#!/bin/sh
${{ values.x | y }}
